package org.simplesignin.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Brings a request from the engine to the site, and its answer back, through all steps. Thread-safe.
final class SiteHandler extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int BAD_REQUEST = 400;
    private static final int UPGRADE_REQUIRED = 426;
    private static final int FAILED = 500;
    private static final int OVERLOADED = 503;
    private static final int VERSION_NOT_SUPPORTED = 505;

    /// What is read of a body that nobody wanted, so that its sender can read the refusal.
    private static final int MOST_DRAINED_BYTES = 256 * 1024;

    private final Site site;
    private final StepWatch watch;
    private final AtWork atWork;

    SiteHandler(Site site, StepWatch watch, AtWork atWork) {
        this.site = site;
        this.watch = watch;
        this.atWork = atWork;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Steps steps = watch.of(request.getConnectionMetaData().getConnection());
        steps.working();
        Exchange exchange = new Exchange(request, response, steps, atWork);
        try {
            answer(exchange, StrictRequest.refusal(request));
            send(exchange, response, steps, callback);
        } catch (PeerGoneException | IOException e) {
            // Whatever becomes of the connection, it does not stay in the step in which the site works.
            steps.lingering();
            // Without an answer: nobody is there to read it, or half of another has gone out.
            callback.failed(new Request.Handler.AbortException("the peer has gone", e));
        }
        return true;
    }

    private void answer(Exchange exchange, int refusal) {
        if (refusal != 0) {
            refuse(exchange, refusal);
            return;
        }
        if (!exchange.enter()) {
            refuse(exchange, OVERLOADED);
            return;
        }
        try {
            site.answer(exchange);
            if (!exchange.isAnswered()) {
                throw new IllegalStateException("the site has not answered");
            }
        } catch (RefusedRequestException e) {
            refuse(exchange, e.status());
        } catch (PeerGoneException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            // What is cut off by a listener that closes is no fault.
            LOG.log(watch.isClosed() ? Level.DEBUG : Level.ERROR, "a request failed: " + exchange.method(), e);
            refuse(exchange, FAILED);
        } finally {
            exchange.leave();
        }
    }

    private void refuse(Exchange exchange, int status) {
        if (exchange.isSent()) {
            return;
        }
        if (exchange.isUnderWay()) {
            // Its beginning is out: only a broken connection tells that the rest does not come.
            throw new PeerGoneException(new EofException("the answer broke off"));
        }
        exchange.forgetAnswer();
        exchange.lastOnItsConnection();
        site.refuse(exchange, status);
    }

    private static void send(Exchange exchange, Response response, Steps steps, Callback callback) throws IOException {
        steps.writing();
        if (exchange.hasUnreadBody()) {
            Content.Sink.write(response, true, exchange.answerBody());
            steps.lingering();
            exchange.drain(MOST_DRAINED_BYTES);
            complete(exchange, steps, callback);
        } else {
            response.write(
                    true,
                    exchange.answerBody(),
                    Callback.from(() -> complete(exchange, steps, callback), callback::failed));
        }
    }

    private static void complete(Exchange exchange, Steps steps, Callback callback) {
        // First, because the next request of this connection may begin before the call returns.
        if (exchange.isLastOnItsConnection()) {
            steps.lingering();
        } else {
            steps.waiting();
        }
        callback.succeeded();
    }

    /// Answers what the engine refused by itself.
    Request.Handler refusals() {
        return (request, response, callback) -> {
            Steps steps = watch.of(request.getConnectionMetaData().getConnection());
            if (hasGone(request.getAttribute(ErrorHandler.ERROR_EXCEPTION))) {
                callback.failed(new Request.Handler.AbortException("the peer has gone"));
                return true;
            }
            int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer told ? told : FAILED;
            Exchange exchange = new Exchange(request, response, steps, atWork);
            refuse(exchange, known(status));
            steps.writing();
            response.write(
                    true,
                    exchange.answerBody(),
                    Callback.from(() -> complete(exchange, steps, callback), callback::failed));
            return true;
        };
    }

    private static boolean hasGone(@Nullable Object cause) {
        return cause instanceof ClosedChannelException
                || cause instanceof TimeoutException
                || (cause instanceof EofException && !(cause instanceof HttpException));
    }

    /// Returns the one of [Site#refuse(Exchange, int)] that says the same.
    private static int known(int status) {
        return switch (status) {
            case BAD_REQUEST, 413, 414, 417, 431, FAILED, OVERLOADED, VERSION_NOT_SUPPORTED -> status;
            // HTTP/2 without anything else of it.
            case UPGRADE_REQUIRED -> VERSION_NOT_SUPPORTED;
            default -> status < FAILED ? BAD_REQUEST : FAILED;
        };
    }
}
