package org.simplesignin.tokens;

import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** What stands inside a link token, encrypted: all strings, as the original's library writes it (specification §4). */
record LinkTokenContent(
        AmazonUserId amazonUserId,
        PartnerUserId partnerUserId,
        LinkVerificationKey verificationKey,
        Map<String, String> custom) {
    private static final String AMAZON_USER_ID = "amznUserId";
    private static final String PARTNER_USER_ID = "userId";
    private static final String VERIFICATION_KEY = "vKey";
    private static final String CUSTOM = "c.";
    private static final Pattern CUSTOM_NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    LinkTokenContent {
        custom = Map.copyOf(custom);
        if (custom.size() > LinkTokenIssuer.MAX_CUSTOM_MEMBERS) {
            throw new IllegalArgumentException(
                    "A link token has at most " + LinkTokenIssuer.MAX_CUSTOM_MEMBERS + " custom members");
        }
        custom.forEach((name, value) -> {
            Require.matches("The name of a custom member", name, CUSTOM_NAME);
            Require.encodable("The value of a custom member", value);
        });
    }

    String toJson() {
        JsonWriter json = new JsonWriter(512)
                .text(AMAZON_USER_ID, amazonUserId.value())
                .text(PARTNER_USER_ID, partnerUserId.value())
                .text(VERIFICATION_KEY, verificationKey.toBase64());
        new TreeMap<>(custom).forEach((name, value) -> json.text(CUSTOM + name, value));
        return json.end();
    }

    static LinkTokenContent parse(byte[] json) throws InvalidTokenException {
        Map<String, String> custom = new TreeMap<>();
        Map<String, String> named = new TreeMap<>();
        for (Map.Entry<String, Json> member : members(json).entrySet()) {
            if (!(member.getValue() instanceof Json.Text text)) {
                throw new InvalidTokenException(Reason.LINK_TOKEN_CONTENT);
            }
            if (member.getKey().startsWith(CUSTOM)) {
                custom.put(member.getKey().substring(CUSTOM.length()), text.value());
            } else {
                named.put(member.getKey(), text.value());
            }
        }
        return of(named, custom);
    }

    private static Map<String, Json> members(byte[] json) throws InvalidTokenException {
        try {
            return StrictJson.object(json);
        } catch (StrictJson.Refused e) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_CONTENT);
        }
    }

    private static LinkTokenContent of(Map<String, String> named, Map<String, String> custom)
            throws InvalidTokenException {
        try {
            AmazonUserId amazonUserId = AmazonUserId.of(mandatory(named, AMAZON_USER_ID));
            PartnerUserId partnerUserId = PartnerUserId.of(mandatory(named, PARTNER_USER_ID));
            LinkVerificationKey key = verificationKey(mandatory(named, VERIFICATION_KEY));
            return new LinkTokenContent(amazonUserId, partnerUserId, key, custom);
        } catch (IllegalArgumentException e) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_CONTENT);
        }
    }

    private static String mandatory(Map<String, String> named, String name) throws InvalidTokenException {
        String value = named.get(name);
        if (value == null) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_CONTENT);
        }
        return value;
    }

    private static LinkVerificationKey verificationKey(String base64) throws InvalidTokenException {
        try {
            return LinkVerificationKey.parse(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidTokenException(Reason.LINK_TOKEN_VERIFICATION_KEY);
        }
    }
}
