package org.simplesignin.server.device;

import org.simplesignin.server.http.Answer;
import org.simplesignin.server.http.Call;

/// Answers a request of a device that was authenticated.
public interface DeviceEndpoint {
    /// Returns the answer; refusals as in [org.simplesignin.server.http.Endpoint].
    Answer answer(Caller caller, Call call);
}
