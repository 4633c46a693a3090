package org.headrace.sample.checkout;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.ConfigProvider;
import org.headrace.input.InvalidInputException;
import org.headrace.json.JsonText;
import org.headrace.saga.PermanentFailureException;

/** The payment gateway, over HTTP. Safe for use by many threads. */
@ApplicationScoped
public class PaymentGateway {

    static final String ADDRESS = "headrace.sample.gateway";

    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final int MAX_SHOWN = 300;

    Supplier<Optional<String>> address = () -> ConfigProvider.getConfig().getOptionalValue(ADDRESS, String.class);

    /** Below the step's own, so that it is a failed try and no doubt. */
    Duration timeout = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** What the gateway tells of a charge. */
    public record Charge(String chargeId, String status) {
        boolean isCharged() {
            return status.equals("charged");
        }
    }

    /** What the gateway is asked for. */
    public record NewCharge(String orderId, BigDecimal amount, String cardToken) {}

    /**
     * Makes a charge; under a key that was charged before, tells of that one.
     *
     * @throws PermanentFailureException when it is declined, or refused for another reason that will stay
     * @throws IOException when there is no answer in time, or one that says to try again
     */
    Charge charge(String key, String orderId, BigDecimal amount, String cardToken)
            throws IOException, InterruptedException {
        JsonText body = JsonText.encode(new NewCharge(orderId, amount, cardToken));
        HttpResponse<String> answer = send(request("/charges")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.text())));
        if (answer.statusCode() == 402) {
            throw new PermanentFailureException("Payment failed: the card was declined");
        }
        return read(accepted(answer));
    }

    /** Empty: nothing was ever charged under that key. */
    Optional<Charge> find(String key) throws IOException, InterruptedException {
        HttpResponse<String> answer = send(request(charge(key)).GET());
        return answer.statusCode() == 404 ? Optional.empty() : Optional.of(read(accepted(answer)));
    }

    /** Refunds a charge, once however often it is asked. */
    void refund(String key) throws IOException, InterruptedException {
        accepted(send(request(charge(key)).DELETE()));
    }

    /**
     * Where the gateway is.
     *
     * @throws InvalidInputException when nobody has said so, or with something that is no address
     */
    URI address() {
        String set = address.get().orElseThrow(() -> wrong("is not set"));
        try {
            URI uri = URI.create(set);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // refused below, as one without a host is
        }
        throw wrong("is " + set);
    }

    private static InvalidInputException wrong(String is) {
        return new InvalidInputException(
                ADDRESS,
                is + ": set it to the URL of the payment gateway, such as http://localhost:8080/headrace/api/gateway");
    }

    private static String charge(String key) {
        return "/charges/" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String path) {
        String base = address().toString();
        String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return HttpRequest.newBuilder(URI.create(prefix + path))
                .timeout(timeout)
                .header("Accept", "application/json");
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> accepted(HttpResponse<String> answer) throws IOException {
        int status = answer.statusCode();
        if (status / 100 == 2) {
            return answer;
        }
        String body = answer.body();
        String told = "The payment gateway answered " + status + ": "
                + (body.length() <= MAX_SHOWN ? body : body.substring(0, MAX_SHOWN) + "…");
        // 408 and 429 ask for another try, as all of 5xx do.
        if (status / 100 == 4 && status != 408 && status != 429) {
            throw new PermanentFailureException(told);
        }
        throw new IOException(told);
    }

    private static Charge read(HttpResponse<String> answer) throws IOException {
        try {
            Charge charge = JsonText.of(answer.body()).decode(Charge.class);
            if (charge.chargeId() != null && charge.status() != null) {
                return charge;
            }
        } catch (RuntimeException e) {
            throw new IOException("The payment gateway's answer is no charge", e);
        }
        throw new IOException("The payment gateway's answer is no charge");
    }
}
