package org.simplesignin.demo;

import java.util.List;

/// One device of the demo.
///
/// @param id its name in files and host names
/// @param name what people call it
/// @param form `tv` or `tablet`
record Device(int index, String id, String name, String form, String model) {
    static final List<Device> ALL = List.of(
            new Device(0, "tv-1", "TV 1", "tv", "Demo TV"),
            new Device(1, "tv-2", "TV 2", "tv", "Demo TV"),
            new Device(2, "tablet", "Tablet", "tablet", "Demo tablet"));

    /// The host of its shell. Each has its own, or the three would share one storage in the browser; all of them
    /// belong to the site of the demo's page, or a browser that blocks third-party storage would give them none.
    String host() {
        return id + "." + Launch.PAGE_HOST;
    }

    /// The host under which the sample app is served to it.
    String sampleHost() {
        return "sample." + host();
    }
}
