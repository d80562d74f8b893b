package org.simplesignin.tokens;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.simplesignin.tokens.InvalidTokenException.Reason;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the published test vectors, byte for byte the same each time: fixed keys, fixed IVs and seeds, signatures of RFC 6979.
 * It uses {@link Forge} and {@link Encrypted}, not the library under test. Their README says how to make the files again.
 */
final class PublishedVectors {
    private static final long NOW = Forge.NOW.getEpochSecond();

    private final List<Map<String, Object>> cases = new ArrayList<>();

    private PublishedVectors() {}

    /** Returns the files by name. */
    static Map<String, String> files(AppKeyPair app, AppKeyPair otherApp) {
        return Map.of(
                "ssi-tokens.json", print(new PublishedVectors().ssiTokens()),
                "link-signing-keys.json", print(PublishedSigningKeys.file(app, otherApp)));
    }

    private static String print(Map<String, Object> content) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines);
        return JsonMapper.builder()
                        .defaultPrettyPrinter(printer)
                        .build()
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(content)
                + "\n";
    }

    private Map<String, Object> ssiTokens() {
        valid("link token key of 256 bits", new Forge());
        valid("link token key of 128 bits", new Forge().withKey128());
        valid("kid in the header of the SSI token, which means nothing", new Forge().header("kid", "any-Kid_1"));
        valid(
                "custom members in the link token",
                new Forge().linkContent("c.plan", "gold").linkContent("c.region", "ü"));
        valid("partnerUserId that is not ASCII", new Forge().linkContent("userId", "名前 \uD83D\uDCFA"));
        valid("unknown claims are ignored", new Forge().claim("later", Map.of("x", List.of(1, 2))));
        valid("unknown members of the link token are ignored", new Forge().linkContent("note", "x"));
        valid("user_present", new Forge().claim("user_present", true).claim("exp", NOW + 120))
                .put("requireUserPresent", true);
        valid("nonce as expected", new Forge().claim("nonce", "n-0S6_WzA2Mj")).put("expectedNonce", "n-0S6_WzA2Mj");
        valid("nonce that nobody expects", new Forge().claim("nonce", "n-0S6_WzA2Mj"));
        valid("white space inside the JSON texts", new Forge().claimsText(text -> text.replace(",", " ,\n\t")));
        valid("60 s before iat", new Forge()).put("now", NOW - 60);
        valid("59 s after exp", new Forge()).put("now", NOW + 1259);
        refusedForms();
        refusedHeaders();
        refusedLinkTokens();
        refusedClaims();
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("description", "SSI tokens and what a verifier must answer; see README.md");
        file.put("issuer", Forge.ISSUER);
        file.put("identityProviderName", Forge.AUDIENCE);
        file.put("now", NOW);
        file.put("linkTokenKeys", Forge.JSON.readTree(Forge.keys().toInsecureJson(InsecureSecretAccess.GRANTED)));
        file.put("linkSigningKeyScalarHex", PublishedSigningKeys.hex(Forge.SCALAR));
        file.put("cases", cases);
        return file;
    }

    private void refusedForms() {
        String token = new Forge().token();
        String[] parts = token.split("\\.", -1);
        invalid(Reason.SCHEMA, "schema of a link token", token).put("schema", "LINK-TOKEN-1.0");
        invalid(Reason.TOO_LONG, "16385 characters", token + "A".repeat(16385 - token.length()));
        invalid(Reason.NOT_COMPACT_JWS, "empty", "");
        invalid(Reason.NOT_COMPACT_JWS, "two parts", parts[0] + "." + parts[1]);
        invalid(Reason.NOT_COMPACT_JWS, "four parts", token + ".");
        invalid(Reason.NOT_COMPACT_JWS, "a link token in place of an SSI token", new Forge().linkToken());
        invalid(Reason.NOT_COMPACT_JWS, "padding", token + "==");
        invalid(Reason.NOT_COMPACT_JWS, "white space at the end", token + "\n");
        invalid(
                Reason.NOT_COMPACT_JWS,
                "alphabet of standard Base64",
                parts[0] + "+/" + "." + parts[1] + "." + parts[2]);
        invalid(Reason.NOT_COMPACT_JWS, "non-zero trailing bits", trailingBits(token));
        invalid(
                Reason.NOT_COMPACT_JWS,
                "flattened JSON serialization",
                "{\"protected\":\"" + parts[0] + "\",\"payload\":\"" + parts[1] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        invalid(
                Reason.NOT_STRICT_JSON,
                "duplicate claim",
                claims(text -> text.replace("}", ",\"aud\":\"sample-video\"}")));
        invalid(
                Reason.NOT_STRICT_JSON,
                "duplicate claim, written with an escape",
                claims(text -> text.replace("}", ",\"\\u0061ud\":\"sample-video\"}")));
        invalid(
                Reason.NOT_STRICT_JSON,
                "duplicate header member",
                new Forge()
                        .headerText(text -> text.replace("}", ",\"alg\":\"ES256\"}"))
                        .token());
        invalid(
                Reason.NOT_STRICT_JSON,
                "nine levels",
                claims(text -> text.replace("}", ",\"x\":" + "[".repeat(8) + "]".repeat(8) + "}")));
        invalid(Reason.NOT_STRICT_JSON, "lone surrogate", claims(text -> text.replace("}", ",\"x\":\"\\ud800\"}")));
        invalid(Reason.NOT_STRICT_JSON, "byte order mark", claims(text -> "\uFEFF" + text));
        invalid(Reason.NOT_STRICT_JSON, "text after the object", claims(text -> text + "{}"));
        invalid(Reason.NOT_STRICT_JSON, "leading zero", claims(text -> text.replace("\"iat\":", "\"iat\":0")));
    }

    private static String claims(UnaryOperator<String> change) {
        return new Forge().claimsText(change).token();
    }

    private static String trailingBits(String token) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = token.length() - 1;
        return token.substring(0, last) + alphabet.charAt(alphabet.indexOf(token.charAt(last)) | 1);
    }

    private void refusedHeaders() {
        for (String member : List.of("crit", "jwk", "jku", "x5u", "x5c", "zip", "p2c", "cty")) {
            invalid(
                    Reason.HEADER,
                    member + " in the header",
                    new Forge().header(member, List.of("exp")).token());
        }
        invalid(
                Reason.HEADER,
                "kid with a path",
                new Forge().header("kid", "../../key").token());
        invalid(
                Reason.HEADER,
                "kid of 65 characters",
                new Forge().header("kid", "k".repeat(65)).token());
        for (String algorithm : List.of("none", "nOnE", "HS256", "ES384", "RS256", "es256")) {
            invalid(
                    Reason.ALGORITHM,
                    "alg " + algorithm,
                    new Forge().header("alg", algorithm).token());
        }
        invalid(
                Reason.ALGORITHM,
                "alg none without signature",
                new Forge().header("alg", "none").signature(old -> new byte[0]).token());
        invalid(Reason.ALGORITHM, "no alg", new Forge().withoutHeader("alg").token());
        invalid(Reason.TYPE, "no typ", new Forge().withoutHeader("typ").token());
        invalid(Reason.TYPE, "typ JWT", new Forge().header("typ", "JWT").token());
    }

    private void refusedLinkTokens() {
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "another link token schema",
                new Forge().claim("link_token_schema", "LINK-TOKEN-2.0").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "link token of three parts",
                new Forge().claim("link_token", "a.b.c").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "zip in the link token",
                new Forge().linkHeader("zip", "DEF").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "p2c in the link token",
                new Forge().linkHeader("p2c", 1).token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "enc that is not the key's",
                new Forge().linkHeader("enc", "A128GCM").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "alg that is not the key's",
                new Forge().linkHeader("alg", "dir").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "short tag in the header",
                new Forge().linkHeader("tag", "AAAAAAAAAAAAAAAA").token());
        invalid(
                Reason.LINK_TOKEN_FORMAT,
                "no kid",
                new Forge().withoutLinkHeader("kid").token());
        invalid(
                Reason.LINK_TOKEN_KEY_UNKNOWN,
                "unknown kid",
                new Forge().linkHeader("kid", "key-512").token());
        invalid(
                Reason.LINK_TOKEN_DECRYPTION,
                "another key under the same kid",
                new Forge().linkKey(Forge.digest("another", 32)).token());
        invalid(
                Reason.LINK_TOKEN_CONTENT,
                "no userId",
                new Forge().withoutLinkContent("userId").token());
        invalid(
                Reason.LINK_TOKEN_CONTENT,
                "no amznUserId",
                new Forge().withoutLinkContent("amznUserId").token());
        invalid(
                Reason.LINK_TOKEN_CONTENT,
                "no vKey",
                new Forge().withoutLinkContent("vKey").token());
        invalid(
                Reason.LINK_TOKEN_CONTENT,
                "userId is a number",
                new Forge().linkContent("userId", 7).token());
        invalid(
                Reason.LINK_TOKEN_CONTENT,
                "duplicate userId",
                new Forge()
                        .linkContentText(text -> text.replace("}", ",\"userId\":\"user-8\"}"))
                        .token());
        byte[] offCurve = spki();
        offCurve[90] ^= 1;
        invalid(Reason.LINK_TOKEN_VERIFICATION_KEY, "vKey off the curve", vKey(offCurve));
        byte[] zero = spki();
        Arrays.fill(zero, 27, 91, (byte) 0);
        invalid(Reason.LINK_TOKEN_VERIFICATION_KEY, "vKey with zero coordinates", vKey(zero));
        invalid(
                Reason.LINK_TOKEN_VERIFICATION_KEY,
                "vKey at infinity",
                vKey(HexFormat.of().parseHex("3019301306072a8648ce3d020106082a8648ce3d03010703020000")));
        byte[] otherCurve = spki();
        otherCurve[22] = 0x0a;
        invalid(Reason.LINK_TOKEN_VERIFICATION_KEY, "vKey on another curve", vKey(otherCurve));
        invalid(
                Reason.LINK_TOKEN_VERIFICATION_KEY,
                "vKey in base64url",
                new Forge().linkContent("vKey", Base64Url.encode(spki())).token());
    }

    static byte[] spki() {
        return Base64.getDecoder().decode(Forge.verificationKey(Forge.SCALAR));
    }

    private static String vKey(byte[] spki) {
        return new Forge()
                .linkContent("vKey", Base64.getEncoder().encodeToString(spki))
                .token();
    }

    private void refusedClaims() {
        for (String claim : List.of(
                "iss",
                "aud",
                "sub",
                "link_token",
                "link_token_schema",
                "link_id",
                "app",
                "device",
                "iat",
                "exp",
                "jti")) {
            Forge forge = new Forge().claim("link_token", new Forge().linkToken());
            invalid(
                    Reason.CLAIM_MISSING,
                    "no " + claim,
                    forge.withoutClaim(claim).token());
        }
        invalid(
                Reason.CLAIM_MALFORMED,
                "aud is a list",
                new Forge().claim("aud", List.of("sample-video")).token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "iat is a string",
                new Forge().claim("iat", String.valueOf(NOW)).token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "exp has a fraction",
                claims(text -> text.replace(":" + (NOW + 1200), ":" + (NOW + 1200) + ".0")));
        invalid(
                Reason.CLAIM_MALFORMED,
                "exp over 2^63",
                new Forge()
                        .claim("exp", BigInteger.TWO.pow(64).add(BigInteger.valueOf(NOW + 1200)))
                        .token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "exp after the year 9999",
                new Forge().claim("exp", 253_402_300_800L).token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "iat is negative",
                new Forge().claim("iat", -1).token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "jti under 128 bits",
                new Forge().claim("jti", "A".repeat(21)).token());
        invalid(
                Reason.CLAIM_MALFORMED,
                "user_present is a string",
                new Forge().claim("user_present", "true").token());
        invalid(
                Reason.SIGNATURE,
                "signed with another link's key",
                new Forge().signedWith(Forge.OTHER_SCALAR).token());
        invalid(
                Reason.SIGNATURE,
                "link token of another link",
                new Forge()
                        .linkContent("vKey", Forge.verificationKey(Forge.OTHER_SCALAR))
                        .token());
        invalid(
                Reason.SIGNATURE,
                "empty signature",
                new Forge().signature(old -> new byte[0]).token());
        invalid(
                Reason.SIGNATURE,
                "63 bytes",
                new Forge().signature(old -> Arrays.copyOf(old, 63)).token());
        invalid(
                Reason.SIGNATURE,
                "r and s are zero",
                new Forge().signature(old -> new byte[64]).token());
        invalid(
                Reason.SIGNATURE,
                "r and s are the order",
                new Forge()
                        .signature(old -> {
                            byte[] out = new byte[64];
                            P256.write(P256.N, out, 0);
                            P256.write(P256.N, out, 32);
                            return out;
                        })
                        .token());
        invalid(
                Reason.SIGNATURE,
                "r plus the order, in 65 bytes",
                new Forge().signature(PublishedVectors::rPlusOrder).token());
        invalid(
                Reason.AUDIENCE,
                "another identity provider",
                new Forge().claim("aud", "sample-music").token());
        invalid(
                Reason.ISSUER,
                "sandbox token in live",
                new Forge().claim("iss", "https://sandbox.ssi.example.org").token());
        invalid(Reason.NOT_YET_VALID, "61 s before iat", new Forge().token()).put("now", NOW - 61);
        invalid(Reason.EXPIRED, "60 s after exp", new Forge().token()).put("now", NOW + 1260);
        invalid(Reason.EXPIRED, "exp is iat", new Forge().claim("exp", NOW).token());
        invalid(
                Reason.SUBJECT,
                "another user than in the link token",
                new Forge().claim("sub", "amzn1.account.B").token());
        invalid(Reason.NONCE, "expected nonce is missing", new Forge().token()).put("expectedNonce", "n-0S6_WzA2Mj");
        invalid(Reason.NONCE, "another nonce", new Forge().claim("nonce", "n-1").token())
                .put("expectedNonce", "n-0S6_WzA2Mj");
        invalid(Reason.USER_NOT_PRESENT, "user_present is missing", new Forge().token())
                .put("requireUserPresent", true);
    }

    private static byte[] rPlusOrder(byte[] signature) {
        byte[] r = P256.number(signature, 0).add(P256.N).toByteArray();
        byte[] out = new byte[65];
        System.arraycopy(r, Math.max(0, r.length - 33), out, Math.max(0, 33 - r.length), Math.min(33, r.length));
        System.arraycopy(signature, 32, out, 33, 32);
        return out;
    }

    private Map<String, Object> valid(String comment, Forge forge) {
        String token = forge.token();
        Map<String, Object> entry = next(comment, token);
        entry.put("result", "valid");
        entry.put("header", Forge.decode(token.split("\\.", -1)[0]));
        entry.put("claims", Forge.decode(token.split("\\.", -1)[1]));
        entry.put("linkTokenContent", forge.content());
        return entry;
    }

    private Map<String, Object> invalid(Reason reason, String comment, String token) {
        Map<String, Object> entry = next(comment, token);
        entry.put("result", "invalid");
        entry.put("reason", reason.name());
        return entry;
    }

    private Map<String, Object> next(String comment, String token) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("id", cases.size() + 1);
        entry.put("comment", comment);
        entry.put("schema", "SSI-TOKEN-1.0");
        entry.put("token", token);
        cases.add(entry);
        return entry;
    }
}
