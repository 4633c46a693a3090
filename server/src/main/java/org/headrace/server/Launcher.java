package org.headrace.server;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The command line: reads the arguments, starts the server, and turns what stands in the way into one line. */
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        Path workingDirectory = Path.of("").toAbsolutePath();
        HeadraceServer server = new HeadraceServer(Versions.ofThisJar());
        try {
            if (List.of(arguments).contains("--help")) {
                Console.say(Messages.help());
                return;
            }
            int command = List.of(arguments).indexOf(AddUser.COMMAND);
            takeProperties(command < 0 ? arguments : Arrays.copyOf(arguments, command));
            ReadSettings reader = new ReadSettings(SettingSources.ofProcess(workingDirectory), workingDirectory);
            if (command >= 0) {
                new AddUser(reader.usersFile()).run(List.of(arguments).subList(command + 1, arguments.length));
                return;
            }
            Settings settings = reader.read();
            reader.publish(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "headrace-stop"));
            server.start(settings);
        } catch (StartupFailure failure) {
            server.giveUp(failure);
            System.exit(failure.exitCode());
        }
    }

    /** Arguments are settings: -Dheadrace.port=7000. */
    private static void takeProperties(String[] arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("-D") || equals < 0 || !SettingSources.isOurs(argument.substring(2))) {
                throw StartupFailure.wrongSetting("Unknown argument \"" + argument
                        + "\": settings are given as -Dheadrace.port=7000; --help tells all");
            }
            System.setProperty(argument.substring(2, equals), argument.substring(equals + 1));
        }
    }
}
