package com.ovhi.outreach.segment.campaign;

import com.ovhi.outreach.common.contract.CampaignStep;
import com.ovhi.outreach.common.contract.JobChanged;
import com.ovhi.outreach.common.ids.Channel;
import com.ovhi.outreach.common.ids.JobStatus;
import com.ovhi.outreach.common.ids.Milestone;
import com.ovhi.outreach.common.ids.Purpose;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a patient who stands in some way.
 *
 * @param words each a milestone and whose job it is, like {@code sent:a}; beside it may stand why ({@code cancelled/household:a}), of
 *     which step (the first, unless {@code @} says another one; {@code @0} is none) and of which run ({@code #2}, else none is named)
 */
record Told(long patient, Situation situation, List<String> words) {

    Told(long patient, Situation situation, String story) {
        this(patient, situation, List.of(story.split(" ")));
    }

    /** Of all patients what is told first, then what is told second; a second apart. */
    static List<JobChanged> jobs(List<Told> told, long organization, long campaign, Instant from) {
        var longest = told.stream().mapToInt(each -> each.words().size()).max().orElse(0);
        return IntStream.range(0, longest)
                .boxed()
                .flatMap(place -> told.stream()
                        .filter(each -> place < each.words().size())
                        .map(each -> each.job(place, organization, campaign, from.plusSeconds(place))))
                .toList();
    }

    private JobChanged job(int place, long organization, long campaign, Instant at) {
        var word = words.get(place);
        var parts = word.split("[:@#]");
        var what = parts[0].split("/");
        return JobChanged.builder(
                        UUID.nameUUIDFromBytes((patient + parts[1]).getBytes(StandardCharsets.UTF_8)),
                        organization,
                        patient,
                        Purpose.RX_REFILL,
                        place % 2 == 0 ? Channel.SMS : Channel.EMAIL,
                        Milestone.valueOf(what[0].toUpperCase(Locale.ROOT)),
                        JobStatus.QUEUED,
                        at,
                        at)
                .campaignId(campaign)
                .step(step(word))
                .reason(what.length == 1 ? null : what[1])
                .build();
    }

    private static @Nullable CampaignStep step(String word) {
        var step = number(word, '@', 1);
        var run = number(word, '#', 0);
        return step == 0 ? null : new CampaignStep(1, step - 1, null, null, run == 0 ? null : run);
    }

    private static int number(String word, char mark, int otherwise) {
        var place = word.indexOf(mark);
        return place < 0 ? otherwise : Character.getNumericValue(word.charAt(place + 1));
    }
}
