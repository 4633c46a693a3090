package org.headrace.it.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.headrace.it.Api;
import org.headrace.it.HeadraceProcess;
import org.headrace.it.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients bring along in the query, as browsers must, is written nowhere. */
@ExtendWith(SharedServer.class)
class HubSecretsIT {

    private static final String WEB_SOCKET = "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13";

    private final List<String> secrets = new ArrayList<>();

    @Test
    void noFileOfTheServerHoldsATokenOfAClient(HeadraceProcess server) throws Exception {
        String used = connectionToken(server);
        try (var socket = BareSocket.connect(server.port(), "127.0.0.1")) {
            socket.ask("/hubs/events?id=" + used + "&access_token=" + secret());
            socket.await("101 ");
            socket.shakeHands();
            answer(server, "409 ", "GET /hubs/events?id=" + used + "&access_token=" + secret(), WEB_SOCKET);
            socket.say("not of the protocol");
            socket.awaitEnd();
        }
        answer(server, "404 ", "GET /hubs/events?id=" + secret() + "&access_token=" + secret(), WEB_SOCKET);
        answer(server, "400 ", "GET /hubs/events?naming=other&access_token=" + secret(), WEB_SOCKET);
        answer(
                server,
                "403 ",
                "GET /hubs/events?access_token=" + secret(),
                WEB_SOCKET + "\r\nOrigin: https://elsewhere.example");
        answer(server, "HTTP/1.1 4", "GET /hubs/events?access_token=" + secret(), WEB_SOCKET + "9");
        for (String broken : List.of("%zz", "%f", "%ff", "{", "|")) {
            String query = "?id=" + secret() + broken + "&access_token=" + secret() + broken;
            answer(server, "400 ", "GET /hubs/events" + query, WEB_SOCKET);
            answer(server, "400 ", "POST /hubs/events/negotiate" + query, "Content-Length: 0");
        }
        answer(server, "HTTP/1.1 ", "GET /hubs/events?access_token=" + secret());
        answer(server, "HTTP/1.1 4", "PUT /hubs/events/negotiate?access_token=" + secret(), "Content-Length: 0");
        answer(server, "200 ", "POST /hubs/events/negotiate?access_token=" + secret(), "Content-Length: 0");
        answer(server, "HTTP/1.1 4", "GET /hubs/other?id=" + secret() + "&access_token=" + secret(), WEB_SOCKET);
        assertThat(secrets).hasSizeGreaterThan(12);
        assertNowhere(server);
    }

    private void assertNowhere(HeadraceProcess server) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(server.dataDirectory())) {
            all.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(".log"))
                    .forEach(files::add);
        }
        assertThat(files).as("logs").isNotEmpty();
        for (Path file : files) {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            assertThat(secrets).as("in %s", file).noneMatch(text::contains);
        }
        assertThat(secrets).as("on the console").noneMatch(server.output()::contains);
    }

    private String connectionToken(HeadraceProcess server) throws Exception {
        String token = Api.object(server.api().postJson("/hubs/events/negotiate?negotiateVersion=1", ""))
                .getString("connectionToken");
        secrets.add(token);
        return token;
    }

    private String secret() {
        String secret = "secret-" + UUID.randomUUID();
        secrets.add(secret);
        return secret;
    }

    private static void answer(HeadraceProcess server, String status, String request, String... headers)
            throws IOException {
        try (var socket = BareSocket.connect(server.port(), "127.0.0.1")) {
            socket.request(request, headers);
            socket.await(status);
        }
    }
}
