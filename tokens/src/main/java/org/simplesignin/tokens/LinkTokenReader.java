package org.simplesignin.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.AESDecrypter;
import java.text.ParseException;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** Decrypts link tokens with the key that their {@code kid} names. What it returns was written by who has that key. */
final class LinkTokenReader {
    private static final Set<String> HEADER_MEMBERS = Set.of("alg", "enc", "kid", "iv", "tag");
    private static final int IV_BYTES = 12;
    private static final int TAG_BYTES = 16;

    private final LinkTokenKeys keys;

    LinkTokenReader(LinkTokenKeys keys) {
        this.keys = keys;
    }

    LinkTokenContent read(String token) throws InvalidTokenException {
        if (token.length() > LinkToken.MAX_LENGTH) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
        byte[][] parts = CompactForm.parts(token, 5);
        if (parts == null) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
        Map<String, Json> header = header(parts[0]);
        SecretKey key = key(header);
        return LinkTokenContent.parse(open(token, header, parts, key));
    }

    private static Map<String, Json> header(byte[] json) throws InvalidTokenException {
        try {
            Map<String, Json> header = StrictJson.object(json);
            // Exactly these: no zip (bombs), no p2c (PBES2 work), no jwk, jku, x5u, x5c, crit.
            if (header.keySet().equals(HEADER_MEMBERS)) {
                return header;
            }
        } catch (StrictJson.Refused e) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
        throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
    }

    private SecretKey key(Map<String, Json> header) throws InvalidTokenException {
        if (!(header.get("kid") instanceof Json.Text kid) || !CompactForm.isKid(kid)) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
        SecretKey key = keys.key(kid.value());
        if (key == null) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_KEY_UNKNOWN);
        }
        return key;
    }

    /** The key decides about the algorithms (RFC 8725 §3.1), and every length is what GCM wants (RFC 7518 §4.7, §5.3). */
    private static void checkForm(Map<String, Json> header, byte[][] parts, SecretKey key)
            throws InvalidTokenException {
        boolean asExpected = new Json.Text(LinkTokenKeys.algorithm(key)).equals(header.get("alg"))
                && new Json.Text(LinkTokenKeys.encryption(key)).equals(header.get("enc"))
                && isBase64Url(header.get("iv"), IV_BYTES)
                && isBase64Url(header.get("tag"), TAG_BYTES)
                && parts[1].length == key.getEncoded().length
                && parts[2].length == IV_BYTES
                // A shorter tag would let its bytes be moved to the ciphertext: same content, another text.
                && parts[4].length == TAG_BYTES;
        if (!asExpected) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_FORMAT);
        }
    }

    private static boolean isBase64Url(@Nullable Json value, int bytes) {
        try {
            return value instanceof Json.Text text && Base64Url.decode(text.value()).length == bytes;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Decrypts a token of which header and parts are known already. */
    static byte[] open(String token, Map<String, Json> header, byte[][] parts, SecretKey key)
            throws InvalidTokenException {
        checkForm(header, parts, key);
        try {
            JWEObject jwe = JWEObject.parse(token);
            jwe.decrypt(new AESDecrypter(key));
            return jwe.getPayload().toBytes();
        } catch (ParseException | JOSEException | IllegalArgumentException | IllegalStateException e) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_DECRYPTION);
        }
    }
}
