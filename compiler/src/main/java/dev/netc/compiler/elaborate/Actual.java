package dev.netc.compiler.elaborate;

import dev.netc.compiler.ast.Argument;

/** An argument as it is written, and what it evaluates to. */
record Actual(Argument written, Datum value) {}
