/** Models of an organisation: trained, judged, promoted, watched and switched off. */
@NullMarked
package com.ovhi.outreach.optimizer.model;

import org.jspecify.annotations.NullMarked;
