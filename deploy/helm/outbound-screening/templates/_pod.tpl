{{/* What the replicas and the job that prepares for them have in common. */}}

{{- define "screening.podSecurity" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- end }}

{{- define "screening.container" -}}
image: {{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
env:
  - {name: SCREENING_SECRETS_DIR, value: /run/secrets/screening}
{{- range $name, $value := .Values.settings }}
  - {name: {{ printf "SCREENING_%s" (upper $name) }}, value: {{ kindIs "string" $value | ternary $value (toJson $value) | quote }}}
{{- end }}
volumeMounts:
  - {name: secrets, mountPath: /run/secrets/screening, readOnly: true}
  - {name: temporary, mountPath: /tmp}
{{- end }}

{{- define "screening.volumes" -}}
- name: secrets
  projected:
    defaultMode: 0440
    sources:
{{- range $name, $from := .Values.secrets }}
      - secret:
          name: {{ $from.secret }}
          items:
            - {key: {{ $from.key }}, path: {{ printf "screening_%s" $name }}}
{{- end }}
- name: temporary
  emptyDir: {sizeLimit: {{ .Values.temporarySize }}}
{{- end }}
