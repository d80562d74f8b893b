package org.simplesignin.server.audit;

import java.util.LinkedHashMap;
import java.util.Map;

/// The members of an audit line's details, always in the same order, because the line is hashed.
final class Details {
    private Details() {}

    static Map<String, String> of(AuditEvent event) {
        Map<String, String> members = new LinkedHashMap<>();
        switch (event) {
            case AuditEvent.DeviceRegistered e ->
                members.put("device", e.device().value());
            case AuditEvent.DeviceRemoved e -> {
                members.put("device", e.device().value());
                members.put("by", e.by().written());
            }
            case AuditEvent.SessionEnded e -> members.put("device", e.device().value());
            case AuditEvent.AccountSwitched e -> members.put("by", e.by().written());
            case AuditEvent.DeviceSwitched e -> {
                members.put("device", e.device().value());
                members.put("by", e.by().written());
            }
            case AuditEvent.SignedIn e -> {
                members.put("session", e.session());
                members.put("way", e.way().name());
            }
            case AuditEvent.SignedOut e -> members.put("session", e.session());
            case AuditEvent.OthersSignedOut e -> members.put("sessions", Integer.toString(e.sessions()));
            case AuditEvent.PasskeyAdded e -> members.put("passkey", e.passkey());
            case AuditEvent.PasskeyRemoved e -> members.put("passkey", e.passkey());
            case AuditEvent.PasswordChanged e -> {}
            case AuditEvent.PasswordReset e -> {}
            case AuditEvent.EmailChanged e -> {}
            case AuditEvent.EmailRestored e -> {}
            case AuditEvent.AppSwitched e -> {
                members.put("app", e.app().value());
                members.put("by", e.by().written());
            }
            case AuditEvent.ConsentPauseLifted e -> {
                members.put("app", e.app().value());
                members.put("by", e.by().written());
            }
            case AuditEvent.DataExported e -> members.put("by", e.by().written());
            case AuditEvent.LinkMade e -> {
                members.put("link", e.link().value());
                members.put("identityProviderName", e.identityProviderName().value());
                members.put("app", e.app().value());
                members.put("device", e.device().value());
            }
            case AuditEvent.LinkEnded e -> {
                members.put("link", e.link().value());
                members.put("identityProviderName", e.identityProviderName().value());
                members.put("cause", e.cause().name());
                members.put("by", e.by().written());
            }
            case AuditEvent.TokenMinted e -> {
                members.put("link", e.link().value());
                members.put("identityProviderName", e.identityProviderName().value());
                members.put("app", e.app().value());
                members.put("device", e.device().value());
                members.put("token", e.fingerprint());
            }
        }
        return members;
    }
}
