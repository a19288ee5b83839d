package dev.netc.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import javax.lang.model.element.Modifier;

/** Begins the public methods of a generated class that its runtime type declares. */
final class Overrides {
  private Overrides() {}

  /** A method that returns nothing. */
  static MethodSpec.Builder of(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  static MethodSpec.Builder of(String name, TypeName returns) {
    return of(name).returns(returns);
  }
}
