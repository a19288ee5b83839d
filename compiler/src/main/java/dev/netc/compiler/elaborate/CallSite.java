package dev.netc.compiler.elaborate;

import dev.netc.compiler.source.Span;

/** The place of a call in a frame. */
record CallSite(Frame frame, Span span) {}
