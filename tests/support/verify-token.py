# What a service in Python does: verify-token.py KEYS_URL ISSUER AUDIENCE ALGORITHM, the token on standard input. Prints who
# calls, or the name of the error.
import sys

import jwt

keys_url, issuer, audience, algorithm = sys.argv[1:]
token = sys.stdin.read()
try:
    key = jwt.PyJWKClient(keys_url).get_signing_key_from_jwt(token)
    required = {"require": ["sub", "exp", "jti"]}
    claims = jwt.decode(token, key.key, [algorithm], required, audience=audience, issuer=issuer)
    print(claims["sub"])
except jwt.PyJWTError as error:
    print(type(error).__name__)
