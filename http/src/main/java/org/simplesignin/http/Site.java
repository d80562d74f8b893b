package org.simplesignin.http;

/// What is served: answers every request of a [HttpListener]. Called on virtual threads, many at once; may
/// block. When it starts, a listener asks once for `/`, from `Host: warm-up`, and has one request refused.
public interface Site {
    /// Answers a request, by [Exchange#answer(int, byte[])] or [Exchange#stream(int)], before it returns.
    ///
    /// What it throws besides the two exceptions below is logged, and refused with 500.
    ///
    /// @throws RefusedRequestException as [Exchange#body(int)] does, where the site does not answer it itself
    /// @throws PeerGoneException where whoever asked has gone; nothing is to be done then
    void answer(Exchange exchange);

    /// Answers a request that must not reach a route, with this status. The listener closes the connection
    /// afterwards. Path and query may be anything then: they are not to be looked at.
    ///
    /// @param status 400, 413, 414, 417, 431, 500, 503 or 505
    void refuse(Exchange exchange, int status);
}
