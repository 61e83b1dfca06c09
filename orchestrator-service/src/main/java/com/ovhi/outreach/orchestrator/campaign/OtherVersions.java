package com.ovhi.outreach.orchestrator.campaign;

import com.ovhi.outreach.orchestrator.campaign.CampaignHolds.Contact;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds.Hold;
import com.ovhi.outreach.orchestrator.campaign.CampaignHolds.Worded;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;

/**
 * Calls off what still waits in the words of another version of its campaign when it is asked for once more, so that the
 * patient gets the new ones (ADR 55). Thread-safe.
 */
@Service
public class OtherVersions {

    private final CampaignHolds holds;
    private final HeldCampaigns campaigns;

    OtherVersions(CampaignHolds holds, HeldCampaigns campaigns) {
        this.holds = holds;
        this.campaigns = campaigns;
    }

    /**
     * To be called outside of a transaction and before anything is decided about the requests: what they replace would be in
     * their way. Costs nothing while no campaign goes on after a pause.
     */
    public void callOff(Collection<CampaignRequest> requests) {
        requests.stream()
                .filter(each -> each.version() != null && Objects.requireNonNullElse(each.round(), 0) > 0)
                .collect(Collectors.groupingBy(OtherVersions::before))
                .forEach(this::callOff);
    }

    /** The rounds before that of a request. */
    private static Hold before(CampaignRequest request) {
        return new Hold(request.campaignId(), request.organizationId(), Objects.requireNonNull(request.round()) - 1);
    }

    private void callOff(Hold before, List<CampaignRequest> requests) {
        var versions = new HashMap<Contact, Integer>();
        requests.forEach(each -> versions.put(
                new Contact(each.patientId(), each.occasionKey()), Objects.requireNonNull(each.version())));
        var patients = requests.stream().map(CampaignRequest::patientId).toList();
        var replaced = holds.worded(before, patients).stream()
                .filter(each -> versions.getOrDefault(each.contact(), each.version()) != each.version())
                .map(Worded::jobId)
                .toList();
        for (var first = 0; first < replaced.size(); first += HeldCampaigns.TOGETHER) {
            campaigns.callOffTogether(
                    before, replaced.subList(first, Math.min(first + HeldCampaigns.TOGETHER, replaced.size())));
        }
    }
}
