package org.simplesignin.tokens;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESEncrypter;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.crypto.SecretKey;

/**
 * Makes what a partner backend answers when its app wants to link an account: a link token and a link signing key.
 *
 * <p>Every call makes a fresh P-256 key pair. Its public half goes into the link token, which only this backend can read; its
 * private half is encrypted for the app's key, which only the server can open. Nothing needs to be stored.
 *
 * <p>Call it only for a customer who is signed in to {@code partnerUserId} at this moment: the link that comes of it signs
 * them in later. Safe for use by many threads.
 */
public final class LinkTokenIssuer {
    /** The most custom members in one link token. */
    public static final int MAX_CUSTOM_MEMBERS = 32;

    private final LinkTokenKeys keys;
    private final AppKey appKey;
    private final SecureRandom random;

    private LinkTokenIssuer(LinkTokenKeys keys, AppKey appKey, SecureRandom random) {
        this.keys = Objects.requireNonNull(keys, "keys");
        this.appKey = Objects.requireNonNull(appKey, "appKey");
        this.random = Objects.requireNonNull(random, "random");
    }

    /** Returns an issuer with a secure random source of its own. */
    public static LinkTokenIssuer of(LinkTokenKeys keys, AppKey appKey) {
        return of(keys, appKey, new SecureRandom());
    }

    /** Returns an issuer that draws link keys and everything else from the given random source. */
    public static LinkTokenIssuer of(LinkTokenKeys keys, AppKey appKey, SecureRandom random) {
        return new LinkTokenIssuer(keys, appKey, random);
    }

    /** Makes link token and link signing key for one account of one platform user. */
    public LinkCredentials issue(AmazonUserId amazonUserId, PartnerUserId partnerUserId) {
        return issue(amazonUserId, partnerUserId, Map.of());
    }

    /**
     * Makes link token and link signing key for one account of one platform user, with members of your own in the link token:
     * {@link VerifiedSsiToken#customMembers} gives them back. The platform cannot read them.
     *
     * @param custom at most 32; a name has 1 to 64 characters of {@code [A-Za-z0-9._-]}
     * @throws IllegalArgumentException when a name does not fit, or when the link token would be over 8 KiB
     */
    public LinkCredentials issue(AmazonUserId amazonUserId, PartnerUserId partnerUserId, Map<String, String> custom) {
        LinkSigningKey signingKey = LinkSigningKey.generate(random);
        LinkTokenContent content =
                new LinkTokenContent(amazonUserId, partnerUserId, signingKey.verificationKey(), new TreeMap<>(custom));
        String token = encrypt(content.toJson());
        if (token.length() > LinkToken.MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "The link token would be over " + LinkToken.MAX_LENGTH + " characters: leave out custom members");
        }
        return new LinkCredentials(token, TokenSchema.LINK_TOKEN, appKey.encryptLinkSigningKey(signingKey, random));
    }

    private String encrypt(String content) {
        SecretKey key = Objects.requireNonNull(keys.key(keys.currentKid()));
        JWEHeader header = new JWEHeader.Builder(
                        JWEAlgorithm.parse(LinkTokenKeys.algorithm(key)),
                        EncryptionMethod.parse(LinkTokenKeys.encryption(key)))
                .keyID(keys.currentKid())
                .build();
        JWEObject jwe = new JWEObject(header, new Payload(content));
        try {
            AESEncrypter encrypter = new AESEncrypter(key);
            encrypter.getJCAContext().setSecureRandom(random);
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException("Encrypting the link token failed", e);
        }
        return jwe.serialize();
    }
}
