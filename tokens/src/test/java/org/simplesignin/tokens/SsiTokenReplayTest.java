package org.simplesignin.tokens;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.simplesignin.tokens.Forge.NOW;
import static org.simplesignin.tokens.Forge.assertRefused;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.simplesignin.tokens.InvalidTokenException.Reason;

/** What is a second use of a token, and what is not. */
final class SsiTokenReplayTest {
    private static final Nonce NONCE = Nonce.of("n-0S6_WzA2Mj");

    @Test
    void secondUseIsRefused() throws InvalidTokenException {
        SsiTokenVerifier once = remembering(10);
        String token = new Forge().token();
        once.verify(token, "SSI-TOKEN-1.0");
        assertRefused(Reason.REPLAYED, once, token);
        assertRefused(
                Reason.REPLAYED, once, new Forge().claim("nonce", "another").token());
    }

    /** Whoever copies a token can write its signature anew without the key: (r, n − s) verifies as (r, s) does. */
    @Test
    void sameTokenWithTheOtherSignatureIsAReplay() throws InvalidTokenException {
        SsiTokenVerifier once = remembering(10);
        String token = new Forge().token();
        String other = new Forge().signature(SsiTokenReplayTest::withOtherS).token();
        assertNotEquals(token, other);
        Forge.verify(other);
        once.verify(token, "SSI-TOKEN-1.0");
        assertRefused(Reason.REPLAYED, once, other);
    }

    private static byte[] withOtherS(byte[] signature) {
        BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));
        byte[] other = P256.N.subtract(s).toByteArray();
        byte[] changed = Arrays.copyOf(signature, 64);
        Arrays.fill(changed, 32, 64, (byte) 0);
        int length = Math.min(32, other.length);
        System.arraycopy(other, other.length - length, changed, 64 - length, length);
        return changed;
    }

    /** A platform that repeats an id has not made another token, however it writes it. */
    @Test
    void sameIdInOtherTextIsAReplay() throws InvalidTokenException {
        SsiTokenVerifier once = remembering(10);
        once.verify(new Forge().token(), "SSI-TOKEN-1.0");
        for (Forge forge : List.of(
                new Forge().claimsText(text -> text.replace("\":", "\" : ")),
                new Forge().claimsText(text -> text.replace(Forge.JTI, "\\u0041" + Forge.JTI.substring(1))),
                new Forge().headerText(text -> " " + text),
                new Forge().header("kid", "another"),
                new Forge().claim("further", 1),
                new Forge().claim("exp", NOW.getEpochSecond() + 1100))) {
            assertRefused(Reason.REPLAYED, once, forge.token());
        }
    }

    @Test
    void cacheIsAskedForTheIdAndNothingElse() throws InvalidTokenException {
        List<String> asked = new ArrayList<>();
        SsiTokenVerifier verifier = Forge.verifier()
                .replayCache((id, until) -> {
                    asked.add(id.value());
                    return ReplayCache.Answer.FIRST_USE;
                })
                .build();
        verifier.verify(new Forge().token(), "SSI-TOKEN-1.0");
        verifier.verify(new Forge().signature(SsiTokenReplayTest::withOtherS).token(), "SSI-TOKEN-1.0");
        assertEquals(List.of(Forge.JTI, Forge.JTI), asked);
    }

    @Test
    void withoutReplayCacheSecondUseIsAllowed() throws InvalidTokenException {
        SsiTokenVerifier verifier = Forge.verifier().build();
        String token = new Forge().token();
        verifier.verify(token, "SSI-TOKEN-1.0");
        verifier.verify(token, "SSI-TOKEN-1.0");
    }

    @Test
    void tokenThatIsRefusedForAnotherReasonIsNotUsedUp() throws InvalidTokenException {
        SsiTokenVerifier once = remembering(10);
        for (Forge forge : List.of(
                new Forge().signedWith(Forge.OTHER_SCALAR),
                new Forge().claim("aud", "other"),
                new Forge().claim("iss", "other"),
                new Forge().claim("sub", "other"),
                new Forge().claim("exp", 1))) {
            assertThrows(InvalidTokenException.class, () -> once.verify(forge.token(), "SSI-TOKEN-1.0"));
        }
        assertThrows(InvalidTokenException.class, () -> once.verify(new Forge().token(), "SSI-TOKEN-1.0", NONCE));
        once.verify(new Forge().token(), "SSI-TOKEN-1.0");
    }

    @Test
    void fullReplayCacheRefuses() throws InvalidTokenException {
        SsiTokenVerifier once = remembering(1);
        once.verify(new Forge().token(), "SSI-TOKEN-1.0");
        String second = new Forge().claim("jti", "B".repeat(22)).token();
        assertRefused(Reason.REPLAY_CACHE_FULL, once, second);
        assertRefused(Reason.REPLAYED, once, new Forge().token());
    }

    @Test
    void replayCacheIsAskedToRememberUntilTheTokenCanNoLongerPass() throws InvalidTokenException {
        List<Instant> asked = new ArrayList<>();
        SsiTokenVerifier verifier = Forge.verifier()
                .replayCache((id, until) -> {
                    asked.add(until);
                    return ReplayCache.Answer.FIRST_USE;
                })
                .build();
        verifier.verify(new Forge().token(), "SSI-TOKEN-1.0");
        assertEquals(List.of(NOW.plusSeconds(1200).plus(Duration.ofSeconds(60))), asked);
    }

    private static SsiTokenVerifier remembering(int maxEntries) {
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        return Forge.verifier()
                .replayCache(ReplayCache.inMemory(maxEntries, clock))
                .build();
    }
}
