package org.headrace.web.hub;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.regex.Pattern;
import org.headrace.engine.hub.Hub;
import org.headrace.engine.hub.HubConnection;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.engine.hub.SubscriptionRequest;
import org.headrace.input.InvalidInputException;
import org.headrace.stream.EventLog;
import org.headrace.stream.EventLogUnavailableException;
import org.headrace.stream.EventsArchivedException;
import org.headrace.stream.StreamInfo;
import org.headrace.web.origin.Cors;
import org.headrace.web.problem.EventsArchivedMapper;
import org.headrace.web.problem.InvalidInputMapper;
import org.headrace.web.problem.LogUnavailableMapper;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemAnswer;
import org.headrace.web.security.AccessTable;
import org.headrace.web.security.AccessTable.Row;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code GET /api/streams/{name}/events} where {@code Accept} names {@code text/event-stream}; everything else
 * goes on to JAX-RS, whose event streams would be queued without a limit.
 */
@WebFilter(urlPatterns = "/api/streams/*", asyncSupported = true)
public class SseFilter extends HttpFilter {

    private static final Pattern PATH = Pattern.compile("/api/streams/([^/]+)/events/?");

    private static final Row READING = AccessTable.row("GET", "/api/streams/{name}/events");

    @Inject
    transient HubAdmission admission;

    @Inject
    transient Hub hub;

    @Inject
    transient EventLog log;

    @Inject
    transient OpenEventStreams streams;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String stream = streamAskedFor(request);
        if (stream == null) {
            chain.doFilter(request, response);
            return;
        }
        String origin = request.getHeader("Origin");
        Problem refusal = admission.refusal(request.getHeader("Host"), origin);
        if (refusal == null) {
            if (admission.isListed(origin)) {
                Cors.allow(origin, response::addHeader);
            }
            refusal = admission.refusal(request, READING);
        }
        if (refusal == null) {
            refusal = answer(stream, request, response);
        }
        if (refusal != null) {
            ProblemAnswer.send(response, refusal);
        }
    }

    private static @Nullable String streamAskedFor(HttpServletRequest request) {
        if (!request.getMethod().equals("GET")) {
            return null;
        }
        String info = request.getPathInfo();
        var path = PATH.matcher(request.getServletPath() + (info == null ? "" : info));
        return path.matches()
                        && AcceptedTypes.preferEventStream(
                                String.join(",", Collections.list(request.getHeaders("Accept"))))
                ? path.group(1)
                : null;
    }

    /** Why there is no event stream; null: it has begun. */
    private @Nullable Problem answer(String stream, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        try {
            SseRequest asked = SseRequest.of(stream, request, admission.naming().ofServer());
            Problem restricted = admission.refusal(request, stream);
            if (restricted != null) {
                return restricted;
            }
            requireLive(asked);
            begin(asked, request, response);
            return null;
        } catch (InvalidInputException e) {
            return new InvalidInputMapper().problem(e);
        } catch (EventsArchivedException e) {
            return new EventsArchivedMapper().problem(e);
        } catch (EventLogUnavailableException e) {
            return new LogUnavailableMapper().problem(e);
        }
    }

    private void requireLive(SseRequest asked) {
        SubscriptionRequest wanted = asked.wanted();
        Long from = wanted.from();
        if (from == null) {
            return;
        }
        long firstOffset =
                log.stream(wanted.stream()).map(StreamInfo::firstOffset).orElse(0L);
        if (from < firstOffset) {
            throw new EventsArchivedException(wanted.stream(), from, firstOffset);
        }
    }

    private void begin(SseRequest asked, HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        var outlet = new SseOutlet(context, response.getOutputStream());
        HubConnection connection;
        try {
            connection = hub.open(outlet, admission.originOf(request));
        } catch (HubUnavailableException e) {
            ProblemAnswer.send(response, HubAdmission.problem(e));
            context.complete();
            return;
        }
        response.setContentType(AcceptedTypes.EVENT_STREAM);
        response.setHeader("Cache-Control", "no-store");
        response.addHeader("Vary", "Accept");
        // Proxies after nginx's manner would hold events back.
        response.setHeader("X-Accel-Buffering", "no");
        outlet.start(connection, streams);
        connection.begin(SseMessages.in(asked.naming()), SseMessages.RETRY);
        connection.subscribe(null, asked.wanted());
    }
}
