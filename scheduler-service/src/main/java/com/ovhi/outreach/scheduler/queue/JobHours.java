package com.ovhi.outreach.scheduler.queue;

import com.ovhi.outreach.common.contract.ContractJson;
import com.ovhi.outreach.common.contract.SendWindow;
import com.ovhi.outreach.scheduler.window.InvalidWindow;
import com.ovhi.outreach.scheduler.window.SendHours;
import com.ovhi.outreach.scheduler.window.SendWindows;
import java.util.Optional;
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
        try {
            var planned = ContractJson.read(job.window(), SendWindow.class);
            return Optional.of(windows.hours(patients.current(job.patientId(), planned)));
        } catch (InvalidWindow | JacksonException e) {
            log.atError().addKeyValue("job_id", job.jobId()).log("The send window of a job cannot be judged");
            return Optional.empty();
        }
    }
}
