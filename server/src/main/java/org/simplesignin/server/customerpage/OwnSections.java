package org.simplesignin.server.customerpage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.consent.Declines;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.customer.ExportSection;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Registration;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.DeviceId;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkUse;
import org.simplesignin.server.switches.TurnedOff;
import org.simplesignin.tokens.AppId;

/// What links, devices, switches, declines and the history hold on a customer, as it stands in the copy.
final class OwnSections {
    private static final int CHUNK = 1000;

    private OwnSections() {}

    private record Section(String name, Function<CustomerId, Object> read) implements ExportSection {
        @Override
        public Object content(CustomerId customer) {
            return read.apply(customer);
        }
    }

    static List<ExportSection> of(Kept kept) {
        return List.of(
                new Section("customer", id -> customer(kept.customers(), id)),
                new Section(
                        "links",
                        id -> kept.links().ofCustomer(id).stream()
                                .map(OwnSections::link)
                                .toList()),
                new Section(
                        "devices",
                        id -> kept.devices().ofCustomer(id).stream()
                                .map(OwnSections::device)
                                .toList()),
                new Section("turnedOff", id -> turnedOff(kept.switches().turnedOff(id))),
                new Section("declines", id -> declines(kept.declines(), id)),
                new Section("history", id -> history(kept.auditLog(), id)));
    }

    private static Object customer(Customers customers, CustomerId id) {
        return customers
                .customer(id)
                .map(customer -> members(
                        "customer", id.value(),
                        "operatorsName", customer.externalKey(),
                        "displayName", customer.displayName(),
                        "createdAt", customer.createdAt().toString()))
                .orElseGet(Map::of);
    }

    private static Map<String, Object> link(Link link) {
        LinkUse lastUse = link.lastUse();
        return members(
                "linkId", link.id().value(),
                "identityProviderName", link.identityProviderName().value(),
                "partnerUserId", link.partnerUserId().value(),
                "app", link.app().value(),
                "device", link.device().value(),
                "linkedAt", link.linkedAt().toString(),
                "lastUsedAt", lastUse == null ? null : lastUse.at().toString(),
                "lastUsedOn", lastUse == null ? null : lastUse.device().value());
    }

    private static Map<String, Object> device(Registration registration) {
        Device device = registration.device();
        return members(
                "device", device.id().value(),
                "operatorsName", device.externalKey(),
                "name", device.name(),
                "model", device.model(),
                "keyThumbprint", device.key().value(),
                "registeredAt", device.registeredAt().toString(),
                "lastSeenAt", registration.session().refreshedAt().toString());
    }

    private static Map<String, Object> turnedOff(TurnedOff off) {
        return members(
                "account", off.account(),
                "devices", off.devices().stream().map(DeviceId::value).sorted().toList(),
                "apps", off.apps().stream().map(AppId::value).sorted().toList());
    }

    private static List<Map<String, Object>> declines(Declines declines, CustomerId customer) {
        return declines.ofCustomer(customer).entrySet().stream()
                .flatMap(ofApp -> ofApp.getValue().stream()
                        .map(decline -> members(
                                "app", ofApp.getKey().value(),
                                "declinedAt", decline.at().toString())))
                .toList();
    }

    private static List<Map<String, Object>> history(AuditLog auditLog, CustomerId customer) {
        List<Map<String, Object>> history = new ArrayList<>();
        List<AuditLine> lines = auditLog.lines(customer, 1, CHUNK);
        while (!lines.isEmpty()) {
            lines.forEach(line -> history.add(members(
                    "sequence", line.sequence(),
                    "at", line.at().toString(),
                    "kind", line.kind(),
                    "details", line.members(),
                    "hash", line.hash())));
            lines = auditLog.lines(customer, lines.getLast().sequence() + 1, CHUNK);
        }
        return history;
    }

    private static Map<String, Object> members(@Nullable Object... pairs) {
        Map<String, Object> members = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            Object value = pairs[i + 1];
            if (value != null) {
                members.put(String.valueOf(pairs[i]), value);
            }
        }
        return members;
    }
}
