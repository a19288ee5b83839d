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

/** The geometries of a network's convolutions, as constants of a class of their own. */
final class ConvolutionConstants {
  private final JavaNames scope = JavaNames.without();
  private final Map<Geometry, String> names = new LinkedHashMap<>();
  private final Map<Winograd, String> winograd = new LinkedHashMap<>();
  private final Map<Pooled, String> pooled = new LinkedHashMap<>();

  private record Winograd(String convolution, int leastSamples) {}

  private record Pooled(String convolution, String pooling) {}

  /** The constant of a geometry: {@code CONV_1_32X32_6_3X3}. */
  String name(Geometry geometry) {
    return names.computeIfAbsent(
        geometry,
        key ->
            scope.allocate(
                "CONV_%d_%dX%d_%d_%dX%d"
                    .formatted(
                        key.channels(),
                        key.height().size(),
                        key.width().size(),
                        key.filters(),
                        key.height().taps(),
                        key.width().taps())));
  }

  /** The constant of a geometry that Winograd's algorithm computes from some samples on. */
  String winograd(Geometry geometry, int leastSamples) {
    return winograd.computeIfAbsent(
        new Winograd(name(geometry), leastSamples),
        key -> scope.allocate(key.convolution() + "_WINOGRAD"));
  }

  /** The constant of a geometry whose output goes through a max pool. */
  String name(Geometry geometry, String pooling) {
    String convolution = name(geometry);
    return pooled.computeIfAbsent(
        new Pooled(convolution, pooling),
        key -> scope.allocate(convolution + "_" + pooling.substring(pooling.lastIndexOf('_') + 1)));
  }

  /** The class, if there is a convolution. */
  Optional<TypeSpec> type() {
    if (names.isEmpty()) {
      return Optional.empty();
    }
    TypeSpec.Builder type =
        TypeSpec.classBuilder("Convolutions")
            .addJavadoc("The sizes of convolutions: channels, image, filters, taps.")
            .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL);
    names.forEach(
        (geometry, name) ->
            type.addField(
                FieldSpec.builder(RuntimeTypes.CONVOLUTION, name, Modifier.STATIC, Modifier.FINAL)
                    .initializer(initializer(geometry))
                    .build()));
    winograd.forEach(
        (both, name) ->
            type.addField(
                FieldSpec.builder(RuntimeTypes.CONVOLUTION, name, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$L.winograd($L)", both.convolution(), both.leastSamples())
                    .build()));
    pooled.forEach(
        (both, name) ->
            type.addField(
                FieldSpec.builder(
                        RuntimeTypes.POOLED_CONVOLUTION, name, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$L.pooled(Poolings.$L)", both.convolution(), both.pooling())
                    .build()));
    return Optional.of(
        type.addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build())
            .build());
  }

  private static CodeBlock initializer(Geometry geometry) {
    Geometry.Span height = geometry.height();
    Geometry.Span width = geometry.width();
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add(
                "new $T($L, $L, $L, $L, $L, $L)",
                RuntimeTypes.CONVOLUTION,
                geometry.channels(),
                height.size(),
                width.size(),
                geometry.filters(),
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
    if (geometry.groups() != 1) {
      code.add(".groups($L)", geometry.groups());
    }
    return code.build();
  }
}
