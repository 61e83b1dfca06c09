package com.ovhi.outreach.segment.segment;

import com.ovhi.outreach.common.audit.Viewer;
import com.ovhi.outreach.common.security.Caller;
import com.ovhi.outreach.segment.segment.Members.Member;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The members of a segment as a file. */
@RestController
class MembersExport {

    private static final int PAGE = 1000;

    private final Segmentation segmentation;

    MembersExport(Segmentation segmentation) {
        this.segmentation = segmentation;
    }

    /** Ids and times only. A page leaves when who took it is on record, so that memory holds one page. */
    @GetMapping(path = "/api/v1/segments/{id}/members.csv", produces = "text/csv")
    @PreAuthorize("hasAnyAuthority('campaign-manager','clinic-staff')")
    void export(Caller caller, @PathVariable long id, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var viewer = Viewer.of(caller, request);
        var page = page(caller, id, 0, viewer);
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"segment-" + id + ".csv\"");
        var file = response.getWriter();
        file.write("patient_id,entered_at\r\n");
        while (!page.isEmpty()) {
            for (var each : page) {
                file.write(each.patientId() + "," + each.enteredAt() + "\r\n");
            }
            page = page(caller, id, page.getLast().patientId(), viewer);
        }
        file.flush();
    }

    private List<Member> page(Caller caller, long id, long after, Viewer viewer) {
        return segmentation.members(caller.organization(), id, after, PAGE, viewer, "segment-export");
    }
}
