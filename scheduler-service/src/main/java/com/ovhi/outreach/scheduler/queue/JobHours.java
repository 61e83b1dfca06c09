package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.InvalidWindow;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.SendWindows;
import com.ovhi.outreach.scheduler.window.SendWindows.Sender;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Reads the send window of a job anew, so that today's holidays, contact hours and zone rules count, and where the
 * patient is now. Runs in the caller's transaction. Thread-safe.
 */
@Component
public class JobHours {

    private static final Logger log = LoggerFactory.getLogger(JobHours.class);

    private final SendWindows windows;
    private final PatientHours patients;

    JobHours(SendWindows windows, PatientHours patients) {
        this.windows = windows;
        this.patients = patients;
    }

    /** When the job may leave; empty when its window cannot be judged any more. */
    public Optional<SendHours> of(DueJob job) {
        return Optional.ofNullable(of(List.of(job)).get(job.jobId()));
    }

    /** When the jobs may leave, by their ids; those whose windows cannot be judged any more are missing. */
    public Map<UUID, SendHours> of(List<DueJob> jobs) {
        var known = patients.of(jobs.stream().map(DueJob::patientId).collect(Collectors.toSet()));
        var windowsRead = new HashMap<String, SendWindow>();
        var hoursRead = new HashMap<Key, SendHours>();
        var hours = new HashMap<UUID, SendHours>(jobs.size() * 2);
        for (var job : jobs) {
            try {
                var planned = windowsRead.computeIfAbsent(job.window(), JobHours::read);
                var key = new Key(
                        known.current(job.patientId(), planned), new Sender(job.organizationId(), job.channel()));
                hours.put(job.jobId(), hoursRead.computeIfAbsent(key, this::read));
            } catch (InvalidWindow | JacksonException e) {
                log.atError().addKeyValue("job_id", job.jobId()).log("The send window of a job cannot be judged");
            }
        }
        return hours;
    }

    private static SendWindow read(String window) {
        return ContractJson.read(window, SendWindow.class);
    }

    private SendHours read(Key key) {
        return windows.hours(key.window(), key.sender());
    }

    /** Jobs of the same key have the same hours. */
    private record Key(SendWindow window, Sender sender) {}
}
