package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.headrace.engine.security.LoginObserver;
import org.headrace.input.InvalidInputException;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.Credentials.Basic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginBrakeTest {

    private static final String HERE = "192.0.2.1";
    private static final String THERE = "192.0.2.2";
    private static final int LIMIT = 3;
    private static final int TOGETHER = LoginBrake.TOGETHER * LIMIT;

    private final Heard heard = new Heard();
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(30);
    private final LoginBrake brake = new LoginBrake(new LoginLimits(LIMIT, Duration.ofMinutes(1)), () -> now, heard);

    private static final class Heard implements LoginObserver {

        private final List<String> told = new ArrayList<>();

        @Override
        public void failed(Credential wrong) {
            told.add("failed " + wrong);
        }

        @Override
        public void refused() {
            told.add("refused");
        }
    }

    @Test
    void afterSoManyFailuresNoMoreIsTriedUntilTheWindowIsOver() {
        fail(HERE, "ada", LIMIT - 1);
        assertThat(refusal(HERE, "ada")).isNull();
        pass(20);
        fail(HERE, "ada", 1);

        Problem refusal = refusal(HERE, "ada");
        assertThat(refusal).isNotNull();
        assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_FAILED_LOGINS);
        assertThat(refusal.detail()).contains("in 41 s");
        assertThat(refusal.response().build().getHeaderString("Retry-After")).isEqualTo("41");
        pass(39);
        assertThat(refusal(HERE, "ada")).isNotNull();
        pass(1);
        assertThat(refusal(HERE, "ada")).isNull();
        fail(HERE, "ada", LIMIT - 1);
        assertThat(refusal(HERE, "ada")).as("it is counted anew").isNull();
        assertThat(heard.told).containsOnly("failed PASSWORD", "refused").contains("refused");
    }

    @Test
    void othersAreNotKeptOutByTheFailuresOfOneFromOneAddress() {
        tryAgainAndAgain(HERE, "ada");

        assertThat(refusal(THERE, "ada")).isNull();
        assertThat(refusal(HERE, "bob")).isNull();
    }

    @Test
    void aNameThatManyGuessIsKeptFromNewAddressesOnly() {
        brake.checked(THERE, basic("ada"), true);
        for (int i = 0; i < TOGETHER; i++) {
            assertThat(refusal("198.51.100." + i, "ada")).isNull();
            fail("198.51.100." + i, "ada", 1);
        }

        assertThat(refusal("203.0.113.1", "ada")).isNotNull();
        assertThat(refusal(THERE, "ada")).isNull();
        assertThat(refusal("203.0.113.1", "bob")).isNull();
    }

    @Test
    void anAddressThatGuessesManyNamesIsLeftToThoseWhoHaveLoggedInFromIt() {
        brake.checked(HERE, basic("ada"), true);
        for (int i = 0; i < TOGETHER; i++) {
            fail(HERE, "user-" + i, 1);
        }

        assertThat(refusal(HERE, "another")).isNotNull();
        assertThat(refusal(HERE, "ada")).isNull();
        assertThat(refusal(THERE, "another")).isNull();
        tryAgainAndAgain(HERE, "ada");
        assertThat(refusal(HERE, "ada")).as("its own failures count").isNotNull();
    }

    @Test
    void whatIsRefusedDoesNotMakeTheWaitLonger() {
        tryAgainAndAgain(HERE, "ada");
        pass(59);
        assertThat(refusal(HERE, "ada")).isNotNull();
        pass(1);

        assertThat(refusal(HERE, "ada")).isNull();
    }

    @Test
    void theAddressesOfOneNetworkAreOne() {
        fail("2001:db8:0:1::1", "ada", 1);
        fail("2001:db8:0:1:ffff::2", "ada", 1);
        fail("2001:db8:0:1:2:3:4:5", "ada", 1);

        assertThat(refusal("2001:db8:0:1::9", "ada")).isNotNull();
        assertThat(refusal("2001:db8:0:2::1", "ada")).isNull();
        assertThat(refusal("no:address", "ada")).isNull();
    }

    @Test
    void whatIsKeptIsBounded() {
        var counts = new FailureCounts(1, 100, 3);
        for (int i = 0; i < 5; i++) {
            assertThat(counts.fail("k" + i, i)).isTrue();
        }

        assertThat(counts.size()).isEqualTo(3);
        assertThat(counts.nanosToWait("k1", 5)).as("the oldest went").isZero();
        assertThat(counts.nanosToWait("k2", 5)).isEqualTo(97);
        assertThat(counts.fail("k2", 200)).as("a new window").isTrue();
        assertThat(counts.fail("k5", 201)).isTrue();
        assertThat(counts.nanosToWait("k2", 201)).as("it went to the end").isEqualTo(99);
        assertThat(counts.fail("k2", 202)).as("the limit was reached before").isFalse();
    }

    @Test
    void aRightTokenIsTakenWhateverFailedAndOfWrongOnesAnAddressHearsEnough() {
        var right = new Caller("ada", Set.of(), null, null);
        Caller wrong = Caller.refused(Problem.of(ProblemType.INVALID_TOKEN, "Its signature is wrong"));
        Caller expired = Caller.refused(Problem.of(ProblemType.TOKEN_EXPIRED, "Too late"));
        for (int i = 0; i < TOGETHER; i++) {
            assertThat(brake.checked(HERE, expired)).isSameAs(expired);
            assertThat(brake.checked(HERE, wrong)).isSameAs(wrong);
        }

        assertThat(brake.checked(HERE, wrong).refused()).satisfies(refusal -> {
            assertThat(refusal.type()).isEqualTo(ProblemType.TOO_MANY_FAILED_LOGINS);
            assertThat(refusal.detail()).contains("Its signature is wrong", "in 61 s");
        });
        assertThat(brake.checked(HERE, right)).isSameAs(right);
        assertThat(brake.checked(HERE, expired)).isSameAs(expired);
        assertThat(brake.checked(THERE, wrong)).isSameAs(wrong);
        assertThat(refusal(HERE, "ada")).as("passwords are another matter").isNull();
        assertThat(heard.told).containsOnlyOnce("refused").contains("failed TOKEN");
    }

    @ParameterizedTest
    @CsvSource({
        "headrace.login.max-failures, 0",
        "headrace.login.max-failures, many",
        "headrace.login.window, PT0S",
        "headrace.login.window, PT2H",
        "headrace.login.window, 5 minutes",
    })
    void settingsAreCheckedAndNamed(String setting, String value) {
        Map<String, String> settings = Map.of(setting, value);
        assertThatThrownBy(() -> LoginLimits.configured(name -> Optional.ofNullable(settings.get(name))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(setting);
    }

    @Test
    void unlessToldOtherwiseTenMayFailInFiveMinutes() {
        assertThat(LoginLimits.configured(name -> Optional.empty()))
                .isEqualTo(new LoginLimits(10, Duration.ofMinutes(5)));
        Map<String, String> settings = Map.of("headrace.login.max-failures", " 3 ", "headrace.login.window", "PT1M");
        assertThat(LoginLimits.configured(name -> Optional.ofNullable(settings.get(name))))
                .isEqualTo(new LoginLimits(3, Duration.ofMinutes(1)));
    }

    private void tryAgainAndAgain(String address, String name) {
        for (int i = 0; i < 10 * TOGETHER; i++) {
            if (refusal(address, name) == null) {
                fail(address, name, 1);
            }
        }
    }

    private void fail(String address, String name, int times) {
        for (int i = 0; i < times; i++) {
            brake.checked(address, basic(name), false);
        }
    }

    private @Nullable Problem refusal(String address, String name) {
        return brake.refusal(address, basic(name));
    }

    private void pass(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static Basic basic(String name) {
        return new Basic(name, "secret");
    }
}
