package org.simplesignin.tokens;

import org.jspecify.annotations.Nullable;

/** The compact serialization of RFC 7515 and RFC 7516, read strictly. */
final class CompactForm {
    private CompactForm() {}

    /** Returns the decoded parts, or null where there are not exactly so many or one is not strict base64url. */
    static byte @Nullable [][] parts(String token, int count) {
        String[] texts = token.split("\\.", -1);
        if (texts.length != count) {
            return null;
        }
        byte[][] parts = new byte[count][];
        try {
            for (int i = 0; i < count; i++) {
                parts[i] = Base64Url.decode(texts[i]);
            }
        } catch (IllegalArgumentException e) {
            return null;
        }
        return parts;
    }

    static boolean isKid(@Nullable Json value) {
        return value instanceof Json.Text text
                && LinkTokenKeys.KID.matcher(text.value()).matches();
    }
}
