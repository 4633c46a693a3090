package org.headrace.it.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.headrace.it.docker.Dockerfile.Instruction;
import org.headrace.it.server.Places;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.Driver;
import org.yaml.snakeyaml.Yaml;

/** What can be said of the images and of the compose file without an engine that builds and runs them. */
class DockerIT {

    private static final Path DIRECTORY = Places.ROOT.resolve("server-config/docker");
    private static final Pattern PINNED = Pattern.compile("[a-z/.-]+:\\d+(\\.\\d+)+[\\w.-]*( AS \\w+)?");
    private static final Set<String> KNOWN = Set.of(
            "ADD",
            "ARG",
            "CMD",
            "COPY",
            "ENTRYPOINT",
            "ENV",
            "EXPOSE",
            "FROM",
            "HEALTHCHECK",
            "RUN",
            "SHELL",
            "USER",
            "VOLUME",
            "WORKDIR");

    static List<Dockerfile> dockerfiles() throws IOException {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith("Dockerfile."))
                    .sorted()
                    .toList();
            assertThat(found).hasSize(4);
            return List.of(
                    Dockerfile.read(found.get(0)),
                    Dockerfile.read(found.get(1)),
                    Dockerfile.read(found.get(2)),
                    Dockerfile.read(found.get(3)));
        }
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void itIsPinnedHealthyAndNobodysRoot(Dockerfile dockerfile) {
        assertThat(dockerfile.instructions()).allMatch(i -> KNOWN.contains(i.name()));
        assertThat(dockerfile.all("FROM")).isNotEmpty().allMatch(i -> PINNED.matcher(i.rest())
                .matches());
        List<Instruction> users = dockerfile.last("USER");
        assertThat(users).hasSize(1);
        assertThat(Integer.parseInt(users.get(0).rest())).isPositive();
        assertThat(dockerfile.last("HEALTHCHECK")).hasSize(1);
        assertThat(dockerfile.last("ENTRYPOINT")).hasSize(1).allMatch(i -> new Yaml().load(i.rest()) instanceof List);
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatItCopiesIsThereAndNotIgnored(Dockerfile dockerfile) throws IOException {
        for (Instruction copy : dockerfile.all("COPY")) {
            List<String> words = copy.words();
            assertThat(words).hasSizeGreaterThan(1);
            if (copy.has("--from=")) {
                assertThat(dockerfile.all("FROM")).anyMatch(i -> i.rest().endsWith(" AS setup"));
                continue;
            }
            for (String source : words.subList(0, words.size() - 1)) {
                if (source.startsWith("ear/target/")) {
                    // Another module's, which need not have been built; the servers' tests deploy it under this name.
                    assertThat(source).isEqualTo("ear/target/headrace.ear");
                } else {
                    assertThat(Places.ROOT.resolve(source)).exists();
                }
                assertThat(isInContext(source))
                        .as("%s is let in by .dockerignore", source)
                        .isTrue();
            }
        }
    }

    /** The last line that fits a path, or a folder that it is in, decides. */
    private static boolean isInContext(String source) throws IOException {
        boolean in = true;
        for (String line : Files.readAllLines(Places.ROOT.resolve(".dockerignore"))) {
            boolean lets = line.startsWith("!");
            String pattern = lets ? line.substring(1) : line;
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            for (Path path = Path.of(source); path != null; path = path.getParent()) {
                if (!line.startsWith("#") && matcher.matches(path)) {
                    in = lets;
                }
            }
        }
        return in;
    }

    /** The versions are the tested ones, and the driver's checksum is that of the file that the tests use. */
    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatItDownloadsIsWhatIsTested(Dockerfile dockerfile) throws Exception {
        String text = Files.readString(dockerfile.path());
        String pom = Files.readString(Places.ROOT.resolve("pom.xml"));
        byte[] driver = Files.readAllBytes(Places.jarOf(Driver.class).toPath());
        for (String part : List.of("wildfly", "payara-server", "postgresql")) {
            var version = Pattern.compile("<" + part + ".version>([^<]+)<").matcher(pom);
            assertThat(version.find()).isTrue();
            String artifact = Map.of("wildfly", "wildfly-dist", "payara-server", "payara", "postgresql", "postgresql")
                    .get(part);
            String coordinates = ":" + artifact + ":";
            if (text.contains(coordinates)) {
                assertThat(text).contains(coordinates + version.group(1) + ":");
            }
        }
        if (text.contains(":postgresql:")) {
            assertThat(text)
                    .contains(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(driver)));
        }
        assertThat(text).as("the registry is Maven's to know").doesNotContain("://repo");
        long downloads = Pattern.compile("-Dartifact=").matcher(text).results().count();
        long sums =
                Pattern.compile("\\b[0-9a-f]{64}\\b").matcher(text).results().count();
        assertThat(sums).as("a checksum for each download").isEqualTo(downloads);
    }

    @Test
    void theComposeFileHangsTogether() throws IOException {
        Map<String, Object> compose = new Yaml().load(Files.readString(DIRECTORY.resolve("compose.yaml")));
        Map<String, Object> services = map(compose, "services");
        assertThat(services.keySet())
                .containsExactlyInAnyOrder("postgresql", "migrate", "restrict", "wildfly", "payara", "run");
        Set<String> secretsUsed = new HashSet<>();
        services.forEach((name, value) -> {
            Map<String, Object> service = cast(value);
            assertThat(service.containsKey("image") ^ service.containsKey("build"))
                    .as("%s has an image or makes one", name)
                    .isTrue();
            if (service.containsKey("build")) {
                Path context =
                        DIRECTORY.resolve(map(service, "build").get("context").toString());
                assertThat(context.resolve(
                                map(service, "build").get("dockerfile").toString()))
                        .as(name)
                        .exists();
            } else {
                assertThat(service.get("image").toString()).as(name).matches(PINNED);
            }
            map(service, "depends_on").forEach((needed, how) -> {
                assertThat(services).as("needed by %s", name).containsKey(needed);
                String condition = cast(how).get("condition").toString();
                if (condition.equals("service_healthy")) {
                    assertThat(cast(services.get(needed))).as(needed).containsKey("healthcheck");
                } else {
                    assertThat(condition).isEqualTo("service_completed_successfully");
                    assertThat(cast(services.get(needed))).as(needed).doesNotContainKey("restart");
                }
            });
            for (Object volume : list(service, "volumes")) {
                String source = volume.toString().substring(0, volume.toString().indexOf(':'));
                if (source.startsWith(".")) {
                    assertThat(DIRECTORY.resolve(source)).as(name).exists();
                } else {
                    assertThat(map(compose, "volumes")).containsKey(source);
                }
            }
            for (Object port : list(service, "ports")) {
                assertThat(port.toString()).as("passwords go by plain HTTP").startsWith("127.0.0.1:");
            }
            list(service, "secrets").forEach(secret -> secretsUsed.add(secret.toString()));
            map(service, "environment").forEach((variable, text) -> {
                if (variable.contains("PASSWORD")) {
                    assertThat(variable).as(name).endsWith("_FILE");
                    assertThat(list(service, "secrets"))
                            .as(name)
                            .contains(text.toString().substring("/run/secrets/".length()));
                }
            });
        });
        assertThat(secretsUsed).isEqualTo(map(compose, "secrets").keySet());
    }

    @Test
    void passwordsThatAreGivenAsFilesReachTheCommand() throws Exception {
        Path secret = Files.writeString(Places.newDirectory("secret").resolve("password"), "it's a $secret\n");
        var builder = new ProcessBuilder(
                        DIRECTORY.resolve("entrypoint.sh").toString(),
                        "bash",
                        "-c",
                        "printf '%s|%s|%s' \"$HEADRACE_DB_PASSWORD\" \"$1\" \"${HEADRACE_JDBC_PASSWORD-none}\"",
                        "_",
                        "an argument")
                .redirectErrorStream(true);
        builder.environment().put("HEADRACE_DB_PASSWORD_FILE", secret.toString());
        builder.environment().remove("HEADRACE_JDBC_PASSWORD");
        Process process = builder.start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(said).isZero();
        assertThat(said).isEqualTo("it's a $secret|an argument|none");
        assertThat(status(secret.resolveSibling("missing"))).isNotZero();
    }

    /** Of the entry point, told of a file. */
    private static int status(Path secret) throws Exception {
        var builder = new ProcessBuilder(DIRECTORY.resolve("entrypoint.sh").toString(), "true");
        builder.environment().put("HEADRACE_DB_PASSWORD_FILE", secret.toString());
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    private static Map<String, Object> map(Map<String, Object> of, String name) {
        return cast(of.getOrDefault(name, Map.of()));
    }

    private static List<Object> list(Map<String, Object> of, String name) {
        return of.get(name) instanceof List<?> found ? List.copyOf(found) : List.of();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }
}
