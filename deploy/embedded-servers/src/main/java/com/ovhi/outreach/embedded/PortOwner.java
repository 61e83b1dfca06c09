package com.ovhi.outreach.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names the program that listens on a port, as far as the operating system tells. */
final class PortOwner {

    private static final String LISTENING = "0A";
    private static final Path PROC = Path.of("/proc");

    private PortOwner() {}

    static String of(int port) {
        var sockets = Stream.of("net/tcp", "net/tcp6")
                .flatMap(table -> lines(PROC.resolve(table)))
                .map(line -> line.trim().split("\\s+"))
                .filter(row -> row.length > 9 && row[3].equals(LISTENING))
                .filter(row -> row[1].endsWith(":%04X".formatted(port)))
                .map(row -> "socket:[" + row[9] + "]")
                .collect(Collectors.toSet());
        return ProcessHandle.allProcesses()
                .filter(process -> !sockets.isEmpty() && holdsAny(process, sockets))
                .findFirst()
                .map(PortOwner::describe)
                .orElse("another program");
    }

    static String describe(ProcessHandle process) {
        return "process %d%s"
                .formatted(
                        process.pid(),
                        process.info()
                                .command()
                                .map(command -> " (" + command + ")")
                                .orElse(""));
    }

    private static boolean holdsAny(ProcessHandle process, Set<String> sockets) {
        try (var descriptors = Files.list(PROC.resolve(process.pid() + "/fd"))) {
            return descriptors.flatMap(link -> target(link).stream()).anyMatch(sockets::contains);
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Optional<String> target(Path link) {
        try {
            return Optional.of(Files.readSymbolicLink(link).toString());
        } catch (IOException closedMeanwhile) {
            return Optional.empty();
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException notLinux) {
            return Stream.empty();
        }
    }
}
