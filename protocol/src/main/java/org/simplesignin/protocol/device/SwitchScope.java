package org.simplesignin.protocol.device;

/** How far the off switch reaches (specification §5). */
public enum SwitchScope {
    /** All devices and apps of the customer; off destroys every link. */
    ACCOUNT,
    /** This device; off hides, and destroys nothing. */
    DEVICE,
    /** One app on all devices; off destroys the links of its identity provider. */
    APP
}
