package com.ovhi.outreach.local.suite;

import java.util.Map;

/** Starts and stops one program of the suite after another. */
interface Launcher extends AutoCloseable {

    /** Starts the simulators and returns when they answer. */
    void startSimulators(Map<String, String> settings);

    /** Starts all services and returns when all are ready; tells progress as each one is. */
    void startServices(Map<String, String> settings, Progress progress);

    /** Stops everything it started, services before simulators, each with what it has accepted brought to safety. */
    @Override
    void close();
}
