package org.simplesignin.protocol.device;

import java.util.List;
import java.util.Objects;

/**
 * Asks whether these links may be offered for choice by this app.
 */
public record StartSelectionRequest(String app, List<String> linkIds) {
    /** Refuses absent mandatory members with a {@link NullPointerException}. */
    public StartSelectionRequest {
        Objects.requireNonNull(app, "app");
        linkIds = List.copyOf(linkIds);
    }
}
