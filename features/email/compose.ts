// The layout of a mail: the same content as text and as HTML, without images.

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The link of its button. */
  link: string | null;
}

interface Words {
  to: string;
  subject: string;
  /** One paragraph each. */
  lines: string[];
  button?: { label: string; link: string };
  /** Small print. */
  end: string;
}

export function compose({ to, subject, lines, button, end }: Words): Mail {
  const link = button?.link ?? null;
  const text = [...lines, ...(button ? [`${button.label}:\n${button.link}`] : []), end].join(
    "\n\n",
  );
  return { to, subject, text: `${text}\n`, html: toHtml({ subject, lines, button, end }), link };
}

// Mail programs choose light or dark, so texts have no colour. The border shows the button on a dark background.
const SMALL = "font-size:13px";
const BUTTON =
  "display:inline-block;padding:10px 18px;border-radius:8px;background:#1c1917;border:1px solid #78716c;color:#ffffff;text-decoration:none;font-weight:600";

function toHtml({ subject, lines, button, end }: Omit<Words, "to">): string {
  const paragraphs = lines.map((line) => `<p style="margin:0 0 16px">${escapeHtml(line)}</p>`);
  if (button) {
    const link = escapeHtml(button.link);
    paragraphs.push(
      `<p style="margin:0 0 16px"><a href="${link}" style="${BUTTON}">${escapeHtml(button.label)}</a></p>`,
      `<p style="margin:0 0 16px;${SMALL};word-break:break-all">If the button does not work, open this address:<br><a href="${link}" style="color:inherit">${link}</a></p>`,
    );
  }
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(subject)}</title>
</head>
<body style="margin:0;padding:32px 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:480px;margin:0 auto">
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${escapeHtml(subject)}</h1>
${paragraphs.join("\n")}
<p style="margin:24px 0 0;${SMALL}">${escapeHtml(end)}</p>
</div>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
