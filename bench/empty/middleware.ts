// Does nothing. An empty app, with which the sizes of the starter are compared.
import { NextResponse } from "next/server";

export default function middleware() {
  return NextResponse.next();
}
