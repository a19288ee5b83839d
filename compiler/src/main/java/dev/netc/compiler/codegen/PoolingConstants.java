package dev.netc.compiler.codegen;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.fuse.Geometry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Modifier;

/** The geometries of a network's pooling windows, as constants of a class of their own. */
final class PoolingConstants {
  private final JavaNames scope = JavaNames.without();
  private final Map<Windows, String> names = new LinkedHashMap<>();

  private record Windows(Geometry.Span height, Geometry.Span width) {}

  /** The constant of a geometry: {@code POOL_28X28_2X2}. */
  String name(Geometry.Span height, Geometry.Span width) {
    return names.computeIfAbsent(
        new Windows(height, width),
        key ->
            scope.allocate(
                "POOL_%dX%d_%dX%d"
                    .formatted(height.size(), width.size(), height.taps(), width.taps())));
  }

  /** The class, if there is a pooling. */
  Optional<TypeSpec> type() {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Poolings")
            .addJavadoc("The sizes of pooling: image, window.")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    names.forEach(
        (windows, name) ->
            type.addField(
                FieldSpec.builder(RuntimeTypes.POOLING, name, Modifier.STATIC, Modifier.FINAL)
                    .initializer(initializer(windows.height(), windows.width()))
                    .build()));
    return Optional.of(
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
            .build());
  }

  private static CodeBlock initializer(Geometry.Span height, Geometry.Span width) {
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add(
                "new $T($L, $L, $L, $L)",
                RuntimeTypes.POOLING,
                height.size(),
                width.size(),
                height.taps(),
                width.taps());
    if (height.stride() != 1 || width.stride() != 1) {
      code.add(".stride($L, $L)", height.stride(), width.stride());
    }
    if (height.before() + height.after() + width.before() + width.after() > 0) {
      code.add(
          ".padding($L, $L, $L, $L)",
          height.before(),
          width.before(),
          height.after(),
          width.after());
    }
    if (height.dilation() != 1 || width.dilation() != 1) {
      code.add(".dilation($L, $L)", height.dilation(), width.dilation());
    }
    return code.build();
  }
}
