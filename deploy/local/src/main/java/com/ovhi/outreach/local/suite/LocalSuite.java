package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.embedded.EmbeddedServerException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.concurrent.CountDownLatch;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** The whole suite on this machine. Whatever was started is stopped again in reverse order, also when a start fails. */
public final class LocalSuite implements AutoCloseable {

    private final SuiteOptions options;
    private final Progress progress;
    private final SuitePorts ports;
    private final Deque<Runnable> stops = new ArrayDeque<>();

    private LocalSuite(SuiteOptions options, PrintStream out) {
        this.options = options;
        progress = new Progress(out);
        ports = new SuitePorts(options.portOffset());
    }

    /** Starts the suite and stops it with the process. */
    public static void main(String[] args) {
        var out = System.out;
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        LocalSuite suite;
        try {
            suite = new LocalSuite(SuiteOptions.parse(args), out);
            Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "stop-suite"));
            suite.start();
        } catch (StartFailure | EmbeddedServerException e) {
            out.println("\nThe suite cannot start. " + e.getMessage());
            System.exit(1);
        } catch (RuntimeException e) {
            out.println("\nThe suite cannot start: " + rootOf(e));
            out.println("More in the logs folder of the data folder.");
            org.slf4j.LoggerFactory.getLogger(LocalSuite.class).error("Start failed", e);
            System.exit(1);
        }
        await();
    }

    /** Starts the suite; whoever asks for it closes it. */
    static LocalSuite start(SuiteOptions options, PrintStream out) {
        var suite = new LocalSuite(options, out);
        try {
            suite.start();
            return suite;
        } catch (RuntimeException e) {
            suite.close();
            throw e;
        }
    }

    private static void await() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private void start() {
        ports.requireFree();
        var folder = SuiteFolder.open(options.folder(), options.fresh());
        var secrets = folder.secrets();
        var clock = Clock.systemUTC();
        folder.windClock(options.start(), clock.instant());
        stops.push(() -> folder.stopClock(clock.instant()));
        var guard = new Guard(progress);
        var servers = new SuiteServers(options, folder, ports);
        stops.push(servers::close);
        servers.start(secrets, progress, guard);
        var launcher = options.forked()
                ? new ForkedLauncher(jars(), folder, ports, guard, options.workers())
                : new InProcessLauncher();
        stops.push(launcher::close);
        launcher.startSimulators(SuiteSettings.ofSimulators(options, folder, ports, secrets));
        progress.tell("simulators are ready");
        var settings = SuiteSettings.of(options, folder, ports, secrets);
        settings.put("OUTREACH_SENDGRID_PUBLIC_KEYS", Simulators.sendGridPublicKey(ports.simulatorsUrl()));
        launcher.startServices(settings, progress);
        stops.push(guard::close);
        guard.start();
        greet(folder, servers);
    }

    private static Path jars() {
        var folder = System.getProperty("outreach.jars");
        if (folder == null) {
            throw new StartFailure("--forked needs the folder of jars: start with deploy/up");
        }
        return Path.of(folder);
    }

    private void greet(SuiteFolder folder, SuiteServers servers) {
        var token = Simulators.token(ports.simulatorsUrl());
        var connection = new LinkedHashMap<String, String>();
        connection.put("kafka", "127.0.0.1:" + ports.kafka());
        connection.put("redis.port", Integer.toString(ports.redis()));
        connection.put("db.host", "127.0.0.1");
        connection.put("db.port", Integer.toString(ports.mariaDb()));
        connection.put("db.user", servers.user());
        connection.put("db.password", servers.password());
        connection.put("simulators.url", ports.simulatorsUrl());
        connection.put("clock.file", folder.clock().toString());
        connection.put("token", token);
        for (var service : SuiteService.values()) {
            connection.put("service." + service.id(), ports.url(service));
        }
        folder.describe(connection);
        Greeting.print(progress, ports, folder, token);
    }

    @Override
    public void close() {
        if (!stops.isEmpty()) {
            progress.tell("stopping");
        }
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                progress.tell("something did not stop cleanly: " + rootOf(e).getMessage());
            }
        }
        progress.tell("stopped; nothing is left running");
    }
}
