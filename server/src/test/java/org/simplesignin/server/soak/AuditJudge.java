package org.simplesignin.server.soak;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.Json;
import org.simplesignin.protocol.MalformedMessageException;
import org.simplesignin.server.audit.AuditLine;
import org.simplesignin.server.audit.AuditLog;
import org.simplesignin.server.id.CustomerId;

/// Reads a customer's audit log from its first line to its last, which is the order of the commits: the chain is whole,
/// and no token was minted for what had ended or was off.
final class AuditJudge {
    private static final int PAGE = 10_000;

    private final AuditLog log;
    private final CustomerModel model;
    private final Set<String> ended = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final Set<String> devicesOff = new HashSet<>();
    private boolean accountOff;
    private boolean appOff;
    private long mints;

    AuditJudge(AuditLog log, CustomerModel model) {
        this.log = log;
        this.model = model;
    }

    /// Returns how many tokens the log tells of.
    long judge(CustomerId customer) {
        @Nullable AuditLine before = null;
        List<AuditLine> page;
        do {
            page = log.lines(customer, before == null ? 1 : before.sequence() + 1, PAGE);
            for (AuditLine line : page) {
                CustomerModel.require(line.isIntact(), "a line that was changed");
                CustomerModel.require(before == null ? line.sequence() == 1 : line.follows(before), "a broken chain");
                judge(line);
                before = line;
            }
        } while (!page.isEmpty());
        return mints;
    }

    private void judge(AuditLine line) {
        Map<?, ?> details = details(line);
        String link = String.valueOf(details.get("link"));
        String device = String.valueOf(details.get("device"));
        switch (line.kind()) {
            case "account-off" -> accountOff = true;
            case "account-on" -> accountOff = false;
            case "app-off" -> appOff = true;
            case "app-on" -> appOff = false;
            case "device-off" -> devicesOff.add(device);
            case "device-on" -> devicesOff.remove(device);
            case "device-removed", "session-ended" -> removed.add(device);
            case "link-ended" -> ended.add(link);
            case "link-made" -> {
                CustomerModel.require(!ended.contains(link), "a link that came back");
                CustomerModel.require(!accountOff && !appOff, "a link made while turned off");
            }
            case "token-minted" -> {
                mints++;
                CustomerModel.require(!ended.contains(link), "a mint after the end of its link");
                CustomerModel.require(!removed.contains(device), "a mint after the removal of its device");
                CustomerModel.require(
                        !accountOff && !appOff && !devicesOff.contains(device), "a mint while turned off");
                model.told(String.valueOf(details.get("token")));
            }
            default -> CustomerModel.require(line.kind().equals("device-registered"), "a line of " + line.kind());
        }
    }

    private static Map<?, ?> details(AuditLine line) {
        try {
            return Json.read(line.details().getBytes(StandardCharsets.UTF_8), Map.class, 4096);
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
    }
}
