package com.ovhi.outreach.local.play;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows a block of lines again and again: in place on a terminal, one after the other elsewhere. */
final class Screen implements AutoCloseable {

    private static final Duration ON_TERMINAL = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(15);

    private final PrintStream out;
    private final Supplier<List<String>> lines;
    private final boolean terminal;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("summary").factory());
    private int shown;

    Screen(PrintStream out, boolean terminal, Supplier<List<String>> lines) {
        this.out = out;
        this.terminal = terminal;
        this.lines = lines;
    }

    /** Whether a person watches. */
    static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    void start() {
        var pause = (terminal ? ON_TERMINAL : ELSEWHERE).toMillis();
        timer.scheduleWithFixedDelay(this::showQuietly, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void showQuietly() {
        try {
            show();
        } catch (RuntimeException e) {
            say("(no summary: " + e.getClass().getSimpleName() + ")");
        }
    }

    synchronized void show() {
        var text = new StringBuilder();
        if (terminal && shown > 0) {
            text.append("\u001b[").append(shown).append("A\u001b[J");
        }
        var block = lines.get();
        block.forEach(line -> text.append(line).append(System.lineSeparator()));
        shown = block.size();
        out.print(text);
        out.flush();
    }

    /** Says something that stays; the block goes on below it. */
    synchronized void say(String text) {
        out.println(text);
        shown = 0;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
