package org.simplesignin.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.simplesignin.protocol.device.MetricBatch;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What holds for every record of the wire, whatever is in it.
final class RecordProperties {
    private static final String CANARY = "canary-7f3a";

    /// What may be printed. Anything else must not be: a new component is silent until somebody decides.
    private static final Set<String> PRINTABLE = Set.of(
            "app",
            "appNames",
            "appsOff",
            "base64",
            "code",
            "detail",
            "eventId",
            "epochTimestamp",
            "identityProviderName",
            "linkId",
            "linkIds",
            "linkedTimestamp",
            "mediaType",
            "name",
            "publisher",
            "schema",
            "title",
            "type",
            "webOrigins");

    @Property(tries = 500)
    void everyRecordSurvivesTheWay(@ForAll("records") Record sent) throws Exception {
        assertEquals(sent, Json.read(Json.write(sent), sent.getClass(), Integer.MAX_VALUE));
    }

    @Property(tries = 500)
    void membersAreTheComponentsAndAbsentOnesAreLeftOut(@ForAll("records") Record sent) throws Exception {
        Set<String> expected = new TreeSet<>();
        for (RecordComponent component : sent.getClass().getRecordComponents()) {
            if (component.getAccessor().invoke(sent) != null) {
                expected.add(component.getName());
            }
        }
        JsonNode json = Json.read(Json.write(sent), JsonNode.class, Integer.MAX_VALUE);
        assertEquals(expected, new TreeSet<>(json.propertyNames()));
    }

    @Property(tries = 500)
    void withoutAMandatoryMemberItIsRefused(@ForAll("records") Record sent, @ForAll boolean nulled) throws Exception {
        for (RecordComponent component : sent.getClass().getRecordComponents()) {
            ObjectNode json = Json.read(Json.write(sent), ObjectNode.class, Integer.MAX_VALUE);
            if (WireRecords.optional(component)) {
                continue;
            }
            if (nulled) {
                json.putNull(component.getName());
            } else {
                json.remove(component.getName());
            }
            byte[] without = json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
            assertThrows(
                    MalformedMessageException.class,
                    () -> Json.read(without, sent.getClass(), Integer.MAX_VALUE),
                    component::toString);
        }
    }

    @Property(tries = 500)
    void unknownMembersAreIgnored(@ForAll("records") Record sent) throws Exception {
        ObjectNode json = Json.read(Json.write(sent), ObjectNode.class, Integer.MAX_VALUE);
        json.putObject("ofANewerPeer").putArray("with").add(1).addNull().add("text");
        byte[] more = json.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(sent, Json.read(more, sent.getClass(), Integer.MAX_VALUE));
    }

    @Property(tries = 500)
    void printingShowsNoSecretAndNoLoginName(@ForAll("withCanaries") Record record) {
        assertFalse(record.toString().contains(CANARY), record::toString);
    }

    @Property(tries = 500)
    void refusalsNeverRepeatWhatWasReceived(
            @ForAll("withCanaries") Record record, @ForAll int position, @ForAll byte to) {
        byte[] broken = Json.write(record);
        if (broken.length == 0) {
            return;
        }
        broken[Math.floorMod(position, broken.length)] = to;
        try {
            Json.read(broken, record.getClass(), Integer.MAX_VALUE);
        } catch (MalformedMessageException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertFalse(cause.toString().contains("canary"), cause::toString);
                assertEquals(0, cause.getSuppressed().length);
            }
        }
    }

    @Property(tries = 1)
    void theRecordsAreFound() {
        Set<Class<?>> all = Set.copyOf(WireRecords.all());
        assertTrue(all.size() > 20, all::toString);
        for (Call call : Call.values()) {
            assertTrue(all.contains(call.request()) && all.contains(call.response()), call::wireName);
        }
        assertTrue(all.contains(MetricBatch.class));
    }

    @Provide
    Arbitrary<? extends Record> records() {
        return Arbitraries.of(WireRecords.all())
                .flatMap(type -> WireRecords.of(type, name -> WireRecords.unicode()))
                .map(Record.class::cast);
    }

    @Provide
    Arbitrary<? extends Record> withCanaries() {
        return Arbitraries.of(WireRecords.all())
                .flatMap(type ->
                        WireRecords.of(type, name -> Arbitraries.just(PRINTABLE.contains(name) ? "printable" : CANARY)))
                .map(Record.class::cast);
    }

    @Property(tries = 1)
    void printableIsNoLongerThanTheRecords() {
        Set<String> names = new TreeSet<>();
        WireRecords.all()
                .forEach(type -> Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getName)
                        .forEach(names::add));
        assertTrue(names.containsAll(PRINTABLE), names::toString);
    }
}
