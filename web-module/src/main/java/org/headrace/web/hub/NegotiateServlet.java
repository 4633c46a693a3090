package org.headrace.web.hub;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.headrace.engine.hub.HubUnavailableException;
import org.headrace.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * The first request of a SignalR client (TransportProtocols.md, "POST endpoint-base/negotiate"): tells it a token to
 * connect with, and that WebSockets are all there is. Names no address, so it is right under every context root.
 */
@WebServlet(name = "hub-negotiate", urlPatterns = NegotiateServlet.PATH)
public class NegotiateServlet extends HttpServlet {

    static final String PATH = HubEndpoint.PATH + "/negotiate";

    private static final String TRANSPORTS =
            "\"availableTransports\":[{\"transport\":\"WebSockets\",\"transferFormats\":[\"Text\",\"Binary\"]}]}";

    @Inject
    transient HubAdmission admission;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String answer;
        try {
            String version = request.getParameter("negotiateVersion");
            boolean resumable = !isFirst(version)
                    && "true".equalsIgnoreCase(request.getParameter("useStatefulReconnect"))
                    && admission.keepsConnections();
            String token = admission.newToken(admission.originOf(request), resumable);
            answer = answer(version, token, resumable);
        } catch (HubUnavailableException e) {
            // Told as the protocol has it: the client's start fails with this text.
            answer = JsonWriter.quote(new StringBuilder("{\"error\":"), String.valueOf(e.getMessage()))
                    .append('}')
                    .toString();
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        response.setContentType("application/json");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Clients of version 0 know one id only, and connect with it. */
    static String answer(@Nullable String version, String token, boolean resumable) {
        boolean first = isFirst(version);
        var out = new StringBuilder("{\"negotiateVersion\":")
                .append(first ? 0 : 1)
                .append(',');
        JsonWriter.quote(out.append("\"connectionId\":"), first ? token : ConnectionTokens.publicId(token));
        if (!first) {
            JsonWriter.quote(out.append(",\"connectionToken\":"), token);
        }
        // Clients that did not ask for it refuse it.
        return out.append(resumable ? ",\"useStatefulReconnect\":true," : ",")
                .append(TRANSPORTS)
                .toString();
    }

    private static boolean isFirst(@Nullable String version) {
        return version == null || version.equals("0");
    }
}
