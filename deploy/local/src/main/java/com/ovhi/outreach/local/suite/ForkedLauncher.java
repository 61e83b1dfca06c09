package com.ovhi.outreach.local.suite;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Each service in a process of its own, run with {@code java -jar} from the folder of jars that production runs. */
final class ForkedLauncher implements Launcher {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final List<String> SERVICE_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:TieredStopAtLevel=1",
            "-Xmx288m",
            "-Xss512k",
            "-XX:ThreadPriorityPolicy=1",
            "-XX:CompilerThreadPriority=4",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=64m",
            "--enable-native-access=ALL-UNNAMED");

    private final Path jars;
    private final SuiteFolder folder;
    private final SuitePorts ports;
    private final Map<String, Process> processes = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Guard guard;
    private final int workers;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    ForkedLauncher(Path jars, SuiteFolder folder, SuitePorts ports, Guard guard, int workers) {
        this.jars = jars;
        this.folder = folder;
        this.ports = ports;
        this.guard = guard;
        this.workers = workers;
    }

    @Override
    public void startSimulators(Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(each -> "--" + each.getKey() + "=" + each.getValue())
                .toList();
        launch("simulators", Map.of(), arguments);
        awaitHealthy("simulators", ports.simulatorsUrl() + "/actuator/health");
        guard.add(guarded("simulators", Map.of(), arguments));
    }

    @Override
    public void startServices(Map<String, String> settings, Progress progress) {
        for (var service : SuiteService.values()) {
            launch(service.id(), settings, List.of());
        }
        var waiting = EnumSet.allOf(SuiteService.class);
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!waiting.isEmpty()) {
            for (var service : List.copyOf(waiting)) {
                if (healthy(service.id(), ports.url(service) + "/actuator/health/readiness")) {
                    waiting.remove(service);
                    progress.tell(service.id() + " is ready");
                }
            }
            failAfter(deadline, waiting.toString());
        }
        for (var service : SuiteService.values()) {
            guard.add(guarded(service.id(), settings, List.of()));
        }
        for (var number = 2; number <= workers; number++) {
            startWorker(number, settings, progress);
        }
    }

    /** Another process of the workers, which shares their partitions. */
    private void startWorker(int number, Map<String, String> settings, Progress progress) {
        var name = SuiteService.CHANNEL.id() + "-" + number;
        var port = ports.worker(number);
        var own = new LinkedHashMap<>(settings);
        own.put(SuiteService.CHANNEL.portVariable(), Integer.toString(port));
        launch(name, own, List.of());
        awaitHealthy(name, "http://127.0.0.1:" + port + "/actuator/health/readiness");
        guard.add(guarded(name, own, List.of()));
        progress.tell(name + " is ready");
    }

    private Guarded guarded(String name, Map<String, String> environment, List<String> arguments) {
        return new Guarded() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public boolean alive() {
                var process = processes.get(name);
                return process != null && process.isAlive();
            }

            @Override
            public void revive() {
                launch(name, environment, arguments);
            }
        };
    }

    /** Starts a program from its jar; a second start of the same name replaces a dead process. */
    private void launch(String name, Map<String, String> environment, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SERVICE_FLAGS);
        command.add("-jar");
        command.add(jar(name).toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(logOf(name)));
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            processes.put(name, process);
            Files.writeString(folder.root().resolve(name + ".pid"), Long.toString(process.pid()));
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started", e);
        }
    }

    private File logOf(String name) {
        return folder.logs().resolve(name + ".log").toFile();
    }

    private Path jar(String name) {
        try (var all = Files.list(jars)) {
            var program = name.replaceFirst("-\\d+$", "");
            return all.filter(each -> each.getFileName().toString().matches(program + "-\\d.*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> new StartFailure("There is no jar of " + name + " in " + jars));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitHealthy(String name, String url) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!healthy(name, url)) {
            failAfter(deadline, name);
        }
    }

    private static void failAfter(long deadline, String what) {
        if (System.nanoTime() > deadline) {
            throw new StartFailure("Not ready after " + PATIENCE.toMinutes() + " minutes: " + what);
        }
        try {
            Thread.sleep(Duration.ofMillis(250));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting");
        }
    }

    private boolean healthy(String name, String url) {
        var process = processes.get(name);
        if (process == null || !process.isAlive()) {
            throw new StartFailure(name + " ended while starting; its log: " + logOf(name));
        }
        try {
            var request = HttpRequest.newBuilder(URI.create(url))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        var simulators = processes.remove("simulators");
        processes.values().forEach(Process::destroy);
        processes.values().forEach(ForkedLauncher::awaitEnd);
        if (simulators != null) {
            simulators.destroy();
            awaitEnd(simulators);
        }
        http.close();
    }

    private static void awaitEnd(Process process) {
        try {
            if (!process.waitFor(STOP_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
