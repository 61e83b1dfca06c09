package com.ovhi.outreach.segment.segment;

import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.data.repository.Repository;

interface Segments extends Repository<Segment, Long> {

    Segment saveAndFlush(Segment segment);

    void delete(Segment segment);

    void flush();

    Optional<Segment> findById(long id);

    Optional<Segment> findByIdAndOrganizationId(long id, long organizationId);

    List<Segment> findByOrganizationIdAndIdGreaterThanOrderById(long organizationId, long after, Limit limit);
}
