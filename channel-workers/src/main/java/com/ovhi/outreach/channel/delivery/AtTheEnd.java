package com.ovhi.outreach.channel.delivery;

import org.springframework.context.SmartLifecycle;

/** Something to be done at one point of the way down. */
final class AtTheEnd implements SmartLifecycle {

    private final int phase;
    private final Runnable undo;
    private final Runnable work;
    private volatile boolean running;

    /**
     * @param phase higher ones come first; the listeners stop in {@code Integer.MAX_VALUE - 1000}
     * @param undo what is to be done when this process goes on after all
     */
    AtTheEnd(int phase, Runnable undo, Runnable work) {
        this.phase = phase;
        this.undo = undo;
        this.work = work;
    }

    @Override
    public void start() {
        undo.run();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        work.run();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return phase;
    }
}
