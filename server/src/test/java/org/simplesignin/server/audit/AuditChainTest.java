package org.simplesignin.server.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.tokens.AppId;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;

final class AuditChainTest {
    private static final CustomerId ALICE = new CustomerId("a".repeat(32));
    private static final CustomerId BOB = new CustomerId("b".repeat(32));
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");

    private static List<AuditLine> chain(CustomerId customer) {
        List<AuditLine> lines = new ArrayList<>();
        lines.add(AuditLine.first(customer, NOW, "link-made", "{\"link\":\"1\"}"));
        lines.add(lines.getLast().next(NOW.plusMillis(1), "token-minted", "{\"link\":\"1\"}"));
        lines.add(lines.getLast().next(NOW.plusMillis(2), "link-ended", "{\"link\":\"1\"}"));
        return lines;
    }

    @Test
    void chainAsItWasWrittenIsWhole() {
        assertTrue(AuditChain.firstBroken(chain(ALICE)).isEmpty());
        assertTrue(AuditChain.firstBroken(List.of()).isEmpty());
    }

    @Test
    void changedLineIsFound() {
        AuditLine line = chain(ALICE).get(1);

        for (AuditLine changed : List.of(
                line(line, ALICE, 2, line.at(), "link-made", line.details(), line.previousHash()),
                line(line, ALICE, 2, line.at(), line.kind(), "{}", line.previousHash()),
                line(line, ALICE, 2, line.at().plusMillis(1), line.kind(), line.details(), line.previousHash()),
                line(line, BOB, 2, line.at(), line.kind(), line.details(), line.previousHash()),
                line(line, ALICE, 3, line.at(), line.kind(), line.details(), line.previousHash()),
                line(line, ALICE, 2, line.at(), line.kind(), line.details(), "0".repeat(64)),
                line(line, ALICE, 2, line.at(), "token-minted{", "\"link\":\"1\"}", line.previousHash()))) {
            List<AuditLine> lines = chain(ALICE);
            lines.set(1, changed);
            assertTrue(AuditChain.firstBroken(lines).isPresent(), changed.toString());
        }
    }

    private static AuditLine line(
            AuditLine hashOf,
            CustomerId customer,
            long sequence,
            Instant at,
            String kind,
            String details,
            String previous) {
        return new AuditLine(customer, sequence, at, kind, details, previous, hashOf.hash());
    }

    @Test
    void missingSwappedAndForeignLinesAreFound() {
        List<AuditLine> missingFirst = chain(ALICE);
        missingFirst.removeFirst();
        assertEquals(OptionalLong.of(2), AuditChain.firstBroken(missingFirst));
        List<AuditLine> missingMiddle = chain(ALICE);
        missingMiddle.remove(1);
        assertEquals(OptionalLong.of(3), AuditChain.firstBroken(missingMiddle));
        List<AuditLine> swapped = chain(ALICE);
        swapped.add(1, swapped.remove(2));
        assertEquals(OptionalLong.of(3), AuditChain.firstBroken(swapped));
        List<AuditLine> foreign = chain(ALICE);
        foreign.set(1, chain(BOB).get(1));
        assertEquals(OptionalLong.of(2), AuditChain.firstBroken(foreign));
    }

    @Test
    void rewrittenHistoryBreaksWhereTheOldOneGoesOn() {
        List<AuditLine> lines = chain(ALICE);
        lines.set(0, AuditLine.first(ALICE, NOW, "link-made", "{\"link\":\"2\"}"));

        assertEquals(OptionalLong.of(2), AuditChain.firstBroken(lines));
    }

    @Test
    void impossibleLinesCannotBeMade() {
        AuditLine line = chain(ALICE).getFirst();

        assertThrows(IllegalArgumentException.class, () -> line(line, ALICE, 0, NOW, "kind", "{}", "0".repeat(64)));
        assertThrows(
                IllegalArgumentException.class,
                () -> line(line, ALICE, 1, NOW.plusNanos(1), "kind", "{}", "0".repeat(64)));
        assertThrows(
                IllegalArgumentException.class, () -> line(line, ALICE, 1, NOW, "k".repeat(33), "{}", "0".repeat(64)));
        assertThrows(
                IllegalArgumentException.class,
                () -> line(line, ALICE, 1, NOW, "kind", "d".repeat(1025), "0".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> line(line, ALICE, 1, NOW, "kind", "{}", "0"));
    }

    @Test
    void longestEventFitsIntoALine() {
        AuditEvent event = new AuditEvent.TokenMinted(
                LinkId.of("l".repeat(64)),
                IdentityProviderName.of("p".repeat(64)),
                AppId.of("a".repeat(64)),
                new DeviceId("d".repeat(32)),
                "f".repeat(43));

        AuditLine line = AuditLine.first(ALICE, NOW, event.kind(), event.details());

        assertTrue(line.isIntact());
        assertTrue(line.details().startsWith("{\"link\":\"lll"));
    }
}
