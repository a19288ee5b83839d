package dev.netc.compiler.elaborate;

/**
 * Says that a parameter of a layer is computed: by a layer or function from the parameter that the
 * layer declares.
 *
 * @param parameter the name that the layer saves it under
 * @param by a layer that is made, or a declaration
 */
record Parametrization(String parameter, Datum by) {}
