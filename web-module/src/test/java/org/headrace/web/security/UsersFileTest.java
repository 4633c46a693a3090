package org.headrace.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.headrace.input.InvalidInputException;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.Credentials.Basic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersFileTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(
                directory.resolve("users"),
                "# who may log in\n\n" + line("ada", "correct horse", "headrace-operator, staff") + "\n"
                        + line("bob", "battery staple", "") + "\n");
    }

    @Test
    void whoHasTheRightPasswordIsKnownWithItsGroups() {
        UsersFile users = UsersFile.at(file);

        for (int i = 0; i < 2; i++) {
            Caller ada = users.caller(new Basic("ada", "correct horse"));
            assertThat(ada.name()).isEqualTo("ada");
            assertThat(ada.groups()).isEqualTo(Set.of("headrace-operator", "staff"));
        }
        assertThat(users.caller(new Basic("bob", "battery staple")).groups()).isEmpty();
    }

    @Test
    void nobodyElseIsAndItIsNotToldWhatIsWrong() {
        UsersFile users = UsersFile.at(file);
        assertThat(users.caller(new Basic("ada", "correct horse")).isKnown()).isTrue();

        Caller wrong = users.caller(new Basic("ada", "battery staple"));
        Caller empty = users.caller(new Basic("ada", ""));
        Caller unknown = users.caller(new Basic("eve", "correct horse"));

        assertThat(wrong.isKnown()).isFalse();
        assertThat(wrong.refused().type()).isEqualTo(ProblemType.INVALID_CREDENTIALS);
        assertThat(empty.isKnown()).isFalse();
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void aChangedFileCountsAtOnce() throws Exception {
        UsersFile users = UsersFile.at(file);
        assertThat(users.caller(new Basic("ada", "correct horse")).isKnown()).isTrue();

        change(line("ada", "another", "staff"));

        assertThat(users.caller(new Basic("ada", "correct horse")).isKnown()).isFalse();
        assertThat(users.caller(new Basic("ada", "another")).isKnown()).isTrue();
    }

    @Test
    void aChangeThatIsIllegalLeavesItAsItWas() throws Exception {
        UsersFile users = UsersFile.at(file);

        change("ada:plain");

        assertThat(users.caller(new Basic("ada", "correct horse")).isKnown()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ada:password",
                "ada:pbkdf2-sha512:1000:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:x",
                "ada:pbkdf2-sha512:9999999:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:x",
                "ada:md5:10000:AAAAAAAAAAAAAAAAAAAAAA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:x",
            })
    void anIllegalLineIsNamedByItsNumberOnly(String line) throws Exception {
        Files.writeString(file, "# first\n" + line + "\n");

        assertThatThrownBy(() -> UsersFile.at(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("headrace.users-file: line 2 ")
                .hasMessageNotContaining("AAAA");
    }

    /** A password is looked up in no time when it was right before: only wrong ones tell something. */
    @Test
    void howLongItTakesDoesNotTellWhichNamesThereAre() throws Exception {
        int iterations = 210_000;
        UsersFile users = UsersFile.at(Files.writeString(file, line("ada", "correct horse", "", iterations) + "\n"));
        users.caller(new Basic("ada", "warm"));

        long known = fastest(() -> users.caller(new Basic("ada", "wrong")));
        long unknown = fastest(() -> users.caller(new Basic("eve", "wrong")));

        assertThat(unknown).isGreaterThan(known / 3);
    }

    private static long fastest(Runnable run) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            long begin = System.nanoTime();
            run.run();
            fastest = Math.min(fastest, System.nanoTime() - begin);
        }
        return fastest;
    }

    @Test
    void aNameMayBeThereOnceOnly() throws Exception {
        Files.writeString(file, line("ada", "a", "") + "\n" + line("ada", "b", "") + "\n");

        assertThatThrownBy(() -> UsersFile.at(file))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has ada twice");
    }

    @Test
    void whatIsWrongInAChangedFileIsLoggedWithoutWhatItSays() throws Exception {
        UsersFile users = UsersFile.at(file);
        List<String> logged = new CopyOnWriteArrayList<>();
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                logged.add(entry.getMessage() + " " + Arrays.toString(entry.getParameters()));
            }

            @Override
            public void flush() {
                // Nothing is kept back.
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
        Logger logger = Logger.getLogger(UsersFile.class.getName());
        logger.addHandler(handler);
        try {
            change("ada:a secret in the wrong place");
            users.caller(new Basic("ada", "correct horse"));
        } finally {
            logger.removeHandler(handler);
        }

        assertThat(logged).anyMatch(line -> line.contains("HR-7203") && line.contains("line 1"));
        assertThat(logged).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void aFileThatThereIsNotIsNamed() {
        assertThatThrownBy(() -> UsersFile.at(directory.resolve("none")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("headrace.users-file: cannot be read");
    }

    private void change(String text) throws IOException {
        Files.writeString(file, text + "\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }

    private static String line(String name, String password, String groups) throws GeneralSecurityException {
        return line(name, password, groups, 10_000);
    }

    private static String line(String name, String password, String groups, int iterations)
            throws GeneralSecurityException {
        byte[] salt = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        byte[] hash = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 512))
                .getEncoded();
        Base64.Encoder base64 = Base64.getEncoder();
        return name + ":pbkdf2-sha512:" + iterations + ":" + base64.encodeToString(salt) + ":"
                + base64.encodeToString(hash) + ":" + groups;
    }
}
