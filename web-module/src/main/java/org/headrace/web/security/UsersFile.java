package org.headrace.web.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.headrace.input.InvalidInputException;
import org.headrace.log.Log;
import org.headrace.log.LogMessage;
import org.headrace.web.problem.Problem;
import org.headrace.web.problem.ProblemType;
import org.headrace.web.security.Credentials.Basic;
import org.jspecify.annotations.Nullable;

/**
 * Users in a file, for where the server has none: a line each, as {@link UserLine} reads them; empty lines and those that
 * begin with {@code #} say nothing. Read again when it has changed. Safe for use by many threads.
 */
final class UsersFile {

    private static final Log LOG = Log.of(UsersFile.class);

    static final String SETTING = "headrace.users-file";

    private final Path path;
    private volatile Content content;

    private record Content(Map<String, UserLine> users, @Nullable FileTime modified) {}

    private UsersFile(Path path, Content content) {
        this.path = path;
        this.content = content;
    }

    /** @throws InvalidInputException for the setting, when there is no such file or a line of it is illegal */
    static UsersFile at(Path path) {
        try {
            return new UsersFile(path, read(path));
        } catch (IOException e) {
            throw new InvalidInputException(SETTING, "cannot be read: " + e);
        }
    }

    /** Who it is; a caller that is refused, when there is none of that name and password. */
    Caller caller(Basic basic) {
        UserLine user = current().users().get(basic.name());
        if (user == null) {
            // As long as for one that there is: how long it takes must not tell names.
            UserLine.NOBODY.isPassword(basic.password());
            return wrong();
        }
        return user.isPassword(basic.password()) ? new Caller(user.name(), user.groups(), null, null) : wrong();
    }

    /** Does not tell which of the two is wrong. */
    static Caller wrong() {
        return Caller.refused(
                Problem.of(ProblemType.INVALID_CREDENTIALS, "There is no user of that name with that password"));
    }

    private Content current() {
        Content known = content;
        try {
            if (Files.getLastModifiedTime(path).equals(known.modified())) {
                return known;
            }
            Content changed = read(path);
            content = changed;
            return changed;
        } catch (IOException | InvalidInputException e) {
            LOG.write(LogMessage.USERS_NOT_READ, SETTING, e.getMessage());
            return known;
        }
    }

    private static Content read(Path path) throws IOException {
        FileTime modified = Files.getLastModifiedTime(path);
        Map<String, UserLine> users = new HashMap<>();
        List<String> lines = Files.readAllLines(path, StandardCharsets.UTF_8);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                UserLine user = UserLine.of(line, SETTING, i + 1);
                if (users.put(user.name(), user) != null) {
                    throw new InvalidInputException(SETTING, "has " + user.name() + " twice");
                }
            }
        }
        return new Content(Map.copyOf(users), modified);
    }
}
