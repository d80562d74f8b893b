package org.simplesignin.http;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Brings a request from the engine to the site, and its answer back, through all steps. Thread-safe.
final class SiteHandler extends Handler.Abstract {
    private static final System.Logger LOG = System.getLogger(HttpListener.class.getName());
    private static final int FAILED = 500;
    private static final int OVERLOADED = 503;

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
        } catch (PeerGoneException e) {
            callback.failed(quiet(e));
        } catch (IOException e) {
            callback.failed(quiet(e));
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
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "a request failed: " + exchange.method(), e);
            refuse(exchange, FAILED);
        } finally {
            exchange.leave();
        }
    }

    private void refuse(Exchange exchange, int status) {
        if (exchange.isStreamed()) {
            // Its beginning is out: only a broken connection tells that the rest does not come.
            throw new PeerGoneException(new EofException("the answer broke off"));
        }
        exchange.forgetAnswer();
        exchange.lastOnItsConnection();
        site.refuse(exchange, status);
    }

    private static void send(Exchange exchange, Response response, Steps steps, Callback callback) throws IOException {
        if (exchange.isStreamed()) {
            complete(exchange, steps, callback);
            return;
        }
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

    private static Throwable quiet(Exception e) {
        EofException gone = new EofException("the peer has gone");
        gone.addSuppressed(e);
        return gone;
    }

    /// Answers what the engine refused by itself.
    Request.Handler refusals() {
        return (request, response, callback) -> {
            Steps steps = watch.of(request.getConnectionMetaData().getConnection());
            Object cause = request.getAttribute(ErrorHandler.ERROR_EXCEPTION);
            if (cause instanceof ClosedChannelException || cause instanceof TimeoutException) {
                callback.failed((Throwable) cause);
                return true;
            }
            int status = request.getAttribute(ErrorHandler.ERROR_STATUS) instanceof Integer told ? told : FAILED;
            Exchange exchange = new Exchange(request, response, steps, atWork);
            refuse(exchange, status);
            steps.writing();
            response.write(
                    true,
                    exchange.answerBody(),
                    Callback.from(() -> complete(exchange, steps, callback), callback::failed));
            return true;
        };
    }
}
