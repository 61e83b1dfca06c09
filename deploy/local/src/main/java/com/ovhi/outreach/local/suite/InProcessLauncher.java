package com.ovhi.outreach.local.suite;

import com.ovhi.outreach.common.app.OutreachService;
import com.ovhi.outreach.simulators.SimulatorsApplication;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Everything in this process, a Spring context for each service. */
final class InProcessLauncher implements Launcher {

    private static final int STARTERS = 2;

    private final Deque<ConfigurableApplicationContext> services = new ConcurrentLinkedDeque<>();
    private @Nullable ConfigurableApplicationContext simulators;

    @Override
    public void startSimulators(Map<String, String> settings) {
        simulators = run(SimulatorsApplication.builder(), settings);
    }

    @Override
    public void startServices(Map<String, String> settings, Progress progress) {
        var starters = Executors.newFixedThreadPool(STARTERS);
        try {
            var starts = new ExecutorCompletionService<>(starters);
            for (var service : SuiteService.values()) {
                starts.submit(() -> start(service, settings, progress), service);
            }
            for (var _ : SuiteService.values()) {
                starts.take().get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A service did not start", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartFailure("Interrupted while starting");
        } finally {
            starters.shutdownNow();
        }
    }

    private void start(SuiteService service, Map<String, String> settings, Progress progress) {
        services.push(run(OutreachService.builder(service.application(), service.id()), settings));
        progress.tell(service.id() + " is ready");
    }

    private static ConfigurableApplicationContext run(SpringApplicationBuilder builder, Map<String, String> settings) {
        var arguments = settings.entrySet().stream()
                .map(each -> "--" + argument(each.getKey()) + "=" + each.getValue())
                .toArray(String[]::new);
        return builder.registerShutdownHook(false).run(arguments);
    }

    /** Spring's own settings are known by another name in the environment than on the command line. */
    private static String argument(String name) {
        return switch (name) {
            case "SPRING_PROFILES_ACTIVE" -> "spring.profiles.active";
            case "OUTREACH_CLOCK_FILE" -> "outreach.clock.file";
            default -> name;
        };
    }

    @Override
    public void close() {
        try (var stoppers = Executors.newVirtualThreadPerTaskExecutor()) {
            services.forEach(context -> stoppers.submit(context::close));
        }
        if (simulators != null) {
            simulators.close();
        }
    }
}
